import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { howToSave as saveScript } from '@groundcrew/network/saved';
import { showReport } from '@groundcrew/network/show-report';
import { findSuspicions } from '@groundcrew/network/suspicions';
import { render } from '@groundcrew/report';
import { translateReport } from '@groundcrew/report/messages';
import { languageOption } from '../language-option.ts';
import { replaceFile } from '../tags/files.ts';
import { chooseVpc } from './choose-vpc.ts';
import { fromOption, openModel } from './open-model.ts';

export const command = defineCommand({
  description:
    'Shows the networks of the account in the current region, or of saved answers: subnets by tier and zone with their ways out, and what is suspicious: a private subnet ' +
    'with a route to an internet gateway, a NAT gateway in another zone, black holes, rules that refer to nothing, groups open to ' +
    'the world. --picture writes a page with a picture: zones are columns, tiers are rows.',
  arguments: [],
  options: {
    vpc: { type: 'text', value: 'ID|NAME', description: 'only this VPC' },
    picture: { type: 'text', value: 'FILE', description: 'write a page with the picture of the VPC' },
    howToSave: {
      type: 'flag',
      description: 'print a shell script that saves what is read, with the AWS CLI; nothing else',
    },
    ...fromOption,
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew network show --how-to-save > save-network.sh',
      description: 'Make a script of the AWS CLI; then: sh save-network.sh saved, and --from saved',
    },
    { command: 'groundcrew network show', description: 'See all networks' },
    {
      command: 'groundcrew network show --vpc vpc-0123456789abcdef0 --picture network.html --from saved',
      description: 'Draw one',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { from, picture, language, howToSave } = options;
    if (howToSave) {
      await io.stdout.write(saveScript());
      return exitCodes.done;
    }
    const { model, ignored } = await openModel(from, { global, io, signal });
    const known = [...model.vpcs.keys()];
    const vpc = options.vpc === undefined ? undefined : chooseVpc(model, options.vpc);
    if (picture !== undefined && vpc === undefined && known.length > 1)
      throw usageError(`--picture is of one VPC; pass --vpc, one of ${known.join(', ')}`);
    const report = showReport(model, {
      ...(vpc !== undefined && { vpc }),
      isLive: from === undefined,
      suspicions: findSuspicions(model, vpc),
      ignored,
    });
    if (picture !== undefined) {
      const page: string[] = [];
      for await (const chunk of render(translateReport(report, language), 'html')) page.push(chunk);
      await replaceFile(picture, page, 'network');
      io.stderr.write(`Wrote ${picture}.\n`);
    }
    await print(report);
    return exitCodes.done;
  },
});
