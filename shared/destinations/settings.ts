import { setting, settingKinds } from '../kernel/settings.ts';

const group = 'Media node';
const LAST_PORT = 65_535;

/** An operator's settings for where destinations may be; the API and the media nodes need the same values. */
export const DESTINATION_SETTINGS = {
  ALLOW_PRIVATE_DESTINATIONS: setting({
    description:
      'Whether destinations may be in private networks and on this machine. For tests and for self-hosters ' +
      'who trust every user. Use the same value for the API and every media node.',
    group,
    schema: settingKinds.flag(false),
    example: 'false',
  }),
  ALLOWED_DESTINATION_PORTS: setting({
    description:
      'Ports that destinations may use, separated by commas; unset allows all but those of other well-known services. ' +
      'Use the same value for the API and every media node.',
    group,
    schema: settingKinds
      .list()
      .refine((texts) => texts.every(isPort), {
        error: 'Enter port numbers separated by commas, such as 1935,443.',
      })
      .transform((texts) => (texts.length === 0 ? null : texts.map(Number))),
    example: 'unset',
  }),
} as const;

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= LAST_PORT;
}
