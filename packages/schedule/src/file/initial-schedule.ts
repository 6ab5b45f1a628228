/**
 * What `schedule init` writes: a file to start from, with comments.
 *
 * @param schema where editors find the schema: a path from the file, or a URL
 */
export function initialSchedule(schema: string = './packages/schedule/schedule.schema.json'): string {
  return STARTER.replace('{schema}', () => schema);
}

const STARTER = `# yaml-language-server: $schema={schema}
# Office hours. Check it:     groundcrew schedule check schedule.yaml
# See the year it makes:      groundcrew schedule simulate schedule.yaml --year 2027
version: 1

# The clock on the wall. A schedule may have a zone of its own.
zone: Asia/Seoul

# The tag that names the schedule of a resource: Schedule=office-hours. Schedule=none: on none.
tag: Schedule

calendars:
  # Public holidays of South Korea are built in as kr. This adds to them, and takes some out.
  company:
    extends: kr
    # file: company.ics       # or JSON: { "2027-05-06": "Founding day" }; its days win
    days:
      2027-05-06: Founding day
      2027-07-17: false         # we work

schedules:
  office-hours:
    description: Weekdays, but not on holidays
    calendar: company
    windows:
      - days: mon-fri
        from: 08:00
        to: 20:00
      # A window belongs to the day on which it begins; this one ends on Saturday.
      - days: last fri
        from: 22:00
        to: 06:00
        description: Closing of the month

  # From Friday evening to Monday morning.
  weekend-batch:
    windows:
      - days: fri
        from: 21:00
        to: mon 05:00

  # Whatever still runs at night is stopped. What a person starts afterwards stays.
  stop-at-night:
    windows:
      - days: daily
        stop: 23:59

# What is on a schedule without the tag. The tag wins; of rules, the first that matches.
# rules:
#   - match: { type: ec2:instance, tag: { Environment: dev* } }
#     schedule: office-hours

# Started one after the other, and stopped in the reverse order.
# groups:
#   shop:
#     order:
#       - tag: { Role: database }
#       - tag: { Role: web }
`;
