import { type DashboardManifest, type MetricNames, metricOf } from './metric-source.ts';

/** A graph, in grid units: two graphs side by side fill the 24 columns. */
const WIDTH = 12;
const HEIGHT = 6;
const COLUMNS = 24;
const INTRO_HEIGHT = 2;
const PERIOD_SECONDS = 300;

/** A widget of a dashboard. */
interface Widget {
  readonly type: 'text' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The body of a dashboard, before it is printed as JSON. */
export interface DashboardBody {
  readonly start: string;
  readonly periodOverride: 'auto';
  readonly widgets: readonly Widget[];
}

/**
 * The body of the dashboard of a stack: a graph for each group.
 *
 * Rules: "Dashboard Body Structure and Syntax" of the CloudWatch API reference.
 *
 * @param region the stack's region, or what a template refers to it by
 */
export function dashboardBody(
  { description, groups }: DashboardManifest,
  names: MetricNames<string>,
  region: string,
): DashboardBody {
  const intro: Widget = {
    type: 'text',
    x: 0,
    y: 0,
    width: COLUMNS,
    height: INTRO_HEIGHT,
    properties: { markdown: description },
  };
  const graphs = groups.map(({ title, series }, at): Widget => {
    const metrics = series.map(({ title: label, source, statistic: stat }) => {
      const { namespace, name, dimension, value } = metricOf(source, names);
      return [namespace, name, dimension, value, { label, stat }];
    });
    return {
      type: 'metric',
      x: (at % (COLUMNS / WIDTH)) * WIDTH,
      y: INTRO_HEIGHT + Math.floor(at / (COLUMNS / WIDTH)) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        view: 'timeSeries',
        stacked: false,
        region,
        period: PERIOD_SECONDS,
        metrics,
        yAxis: { left: { min: 0 } },
      },
    };
  });
  return { start: '-P1D', periodOverride: 'auto', widgets: [intro, ...graphs] };
}
