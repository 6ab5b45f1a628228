import { GroundcrewError } from '@groundcrew/errors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseIdentity,
  parseMaintenance,
  parseProfileArn,
  parseRebalance,
  parseSpotAction,
} from './parse.ts';

const parsers = [parseIdentity, parseMaintenance, parseProfileArn, parseRebalance, parseSpotAction];
const anyAnswer = fc.oneof(fc.string(), fc.json());

describe('the parsers of the metadata', () => {
  it.each(parsers.map((parse) => [parse.name, parse] as const))(
    '%s throws its own error alone',
    (_, parse) => {
      fc.assert(
        fc.property(anyAnswer, (text) => {
          try {
            parse('some/path', text);
          } catch (error) {
            expect(error).toBeInstanceOf(GroundcrewError);
            expect(error).toMatchObject({ code: 'fleet.metadata.unreadable', fault: 'service' });
          }
        }),
      );
    },
  );

  it('reads the times of scheduled events to the second', () => {
    const anyDate = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(anyDate, (date) => {
        const second = new Date(Math.floor(date.getTime() / 1000) * 1000);
        // "Wed, 21 Jan 2026 09:00:43 GMT" without its day of the week, in the form of the service.
        const text = second.toUTCString().slice(5);

        const [event] = parseMaintenance('p', JSON.stringify([{ EventId: 'e', Code: 'c', NotBefore: text }]));

        expect(event?.notBefore).toBe(second.toISOString());
      }),
    );
  });

  it('refuses an undocumented action', () => {
    expect(() => parseSpotAction('spot', '{"action":"dance","time":"2026-11-21T12:15:00Z"}')).toThrow(
      '"dance"',
    );
  });

  it('refuses an event without a valid time', () => {
    for (const event of [
      {},
      { NotBefore: 'soon' },
      { NotBefore: '21 Jan 2027 09:00:43 GMT', NotAfter: 'x' },
    ]) {
      const text = JSON.stringify([{ EventId: 'e', Code: 'system-reboot', ...event }]);
      expect(() => parseMaintenance('p', text)).toThrow(GroundcrewError);
    }
  });
});
