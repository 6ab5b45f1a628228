import { expect, test } from 'vitest';
import { REPORT_CSS } from '../html-style.ts';
import { CHART_CSS } from './chart-style.ts';

type Color = readonly [red: number, green: number, blue: number];

/** Every `--name: light-dark(a, b)` of the page, as linear light. */
function colorsOf(theme: 'light' | 'dark'): Map<string, Color> {
  const found = `${REPORT_CSS}${CHART_CSS}`.matchAll(/--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)/g);
  return new Map(
    [...found].map(([, name, light, dark]) => [name!, linear(theme === 'light' ? light! : dark!)]),
  );
}

/** WCAG 2.2, "relative luminance". */
function linear(hex: string): Color {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

function contrast(one: Color, other: Color): number {
  const luminance = ([red, green, blue]: Color) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [low, high] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (high! + 0.05) / (low! + 0.05);
}

type Matrix = readonly [Color, Color, Color];

function times([x, y, z]: Matrix, color: Color): Color {
  const row = (of: Color) => of[0] * color[0] + of[1] * color[1] + of[2] * color[2];
  return [row(x), row(y), row(z)];
}

/** Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency". */
const visions: Readonly<Record<string, Matrix>> = {
  'full color vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Ottosson 2020, "A perceptual color space for image processing". */
function oklab(color: Color): Color {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    color,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
}

function distance(one: Color, other: Color): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

const seriesNames = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'others'];

for (const theme of ['light', 'dark'] as const) {
  const colors = colorsOf(theme);
  const backgrounds = [colors.get('background')!, colors.get('stripe')!];

  test(`text has 4.5:1 and marks 3:1 against the ${theme} page`, () => {
    for (const background of backgrounds) {
      for (const name of ['text', 'muted'])
        expect(contrast(colors.get(name)!, background), name).toBeGreaterThanOrEqual(4.5);
      for (const name of seriesNames)
        expect(contrast(colors.get(name)!, background), name).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Object.keys(visions))(`series can be distinguished on the ${theme} page with %s`, (vision) => {
    const seen = seriesNames.map((name) => {
      const clipped = times(visions[vision]!, colors.get(name)!).map((value) =>
        Math.min(1, Math.max(0, value)),
      );
      return oklab([clipped[0]!, clipped[1]!, clipped[2]!]);
    });
    for (const [index, one] of seen.entries())
      for (const [at, other] of seen.slice(index + 1).entries())
        expect(distance(one, other), `${seriesNames[index]} ${seriesNames[index + 1 + at]}`).toBeGreaterThan(
          0.12,
        );
  });
}
