import { z } from 'zod';
import { FAULTS } from '../kernel/app-error.ts';

/**
 * Everything that can be wrong with a field, with the English sentence; other languages translate by the code.
 * `{{name}}` stands for a value from `params`.
 */
export const FIELD_CODES = {
  MISSING: 'This is missing.',
  NOT_TEXT: 'This has to be text.',
  NOT_A_NUMBER: 'This has to be a number.',
  NOT_TRUE_OR_FALSE: 'This has to be true or false.',
  NOT_A_LIST: 'This has to be a list.',
  NOT_AN_OBJECT: 'This has to be an object.',
  UNREADABLE_TEXT: 'This contains characters that cannot be stored.',
  TOO_SHORT: 'Use at least {{min}} characters.',
  TOO_LONG: 'Use at most {{max}} characters.',
  TOO_FEW: 'List at least {{min}}.',
  TOO_MANY: 'List at most {{max}}.',
  TOO_SMALL: 'Use {{min}} or more.',
  TOO_LARGE: 'Use {{max}} or less.',
  NOT_WHOLE: 'Use a whole number.',
  NOT_A_CHOICE: 'Choose one of: {{choices}}.',
  NOT_AN_ID: 'This is not an id.',
  NOT_A_CURSOR: 'This is not a cursor.',
  NOT_VALID: 'This is not valid.',
  EMAIL_INVALID: 'This is not an e-mail address.',
  DISPLAY_NAME_MISSING: 'Enter your name.',
  PASSWORD_MISSING: 'Enter your password.',
  PASSWORD_WRONG: 'This is not your current password.',
  PASSWORD_UNCHANGED: 'Choose a password other than your current one.',
  NAME_MISSING: 'Enter a name.',
  PLATFORM_UNKNOWN: 'Choose one of the platforms.',
  RTMP_ADDRESS_INVALID: 'The address must begin with rtmp:// or rtmps:// and a server name.',
  RTMP_ADDRESS_MISSING: 'Paste the server address from {{platform}}.',
  RTMP_ADDRESS_UNKNOWN: 'Choose one of the servers.',
  RTMP_ADDRESS_HAS_LOGIN:
    'Remove the user name and password from the address; they have fields of their own.',
  RTMP_ADDRESS_HAS_SPACES: 'Remove the spaces and control characters from the address.',
  RTMP_ADDRESS_HAS_FRAGMENT: 'Remove the # and everything after it from the address.',
  RTMP_ADDRESS_HAS_NO_APP: 'The address needs an application after the server name, such as /live.',
  RTMP_ADDRESS_HOST_INVALID: 'The address has no valid server name.',
  RTMP_ADDRESS_PORT_INVALID: 'Use a port from 1 to 65535.',
  RTMP_ADDRESS_PORT_CLOSED: 'Streams cannot be sent to this port.',
  RTMP_ADDRESS_NOT_PUBLIC:
    'This server is not on the public internet. Whoever runs Neustream has to allow private servers before you can use it.',
  RTMP_ADDRESS_TOO_LONG: 'The address is too long.',
  STREAM_KEY_MISSING: 'Paste the stream key from the platform.',
  STREAM_KEY_HAS_SPACES: 'A stream key contains no spaces.',
  STREAM_KEY_NEEDED_AGAIN:
    'Enter the stream key again: a saved key is only ever sent to the server it was saved for.',
  USERNAME_MISSING: 'Enter the user name as well, or leave the password empty.',
  LOGIN_PASSWORD_MISSING: 'Enter the password as well, or leave the user name empty.',
  LOGIN_PASSWORD_NEEDED_AGAIN:
    'Enter the password again: a saved password is only ever sent to the server it was saved for.',
  DESTINATION_OF_ANOTHER_SOURCE: 'One of the destinations does not belong to this source.',
} as const satisfies Record<string, string>;
export type FieldCode = keyof typeof FIELD_CODES;

const codes = Object.keys(FIELD_CODES) as [FieldCode, ...FieldCode[]];

/** What is wrong with a field. A newer server may send codes that an older page does not know. */
export const fieldError = z.object({
  code: z.enum(codes).or(z.string()),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type FieldError = z.infer<typeof fieldError>;

/** The body of every answer that is not a success. */
export const errorBody = z.object({
  error: z.string(),
  code: z.string(),
  fault: z.enum(FAULTS),
  action: z.string(),
  details: z.unknown().optional(),
  /** With the code `VALIDATION_FAILED`: what is wrong with each field, by dotted path. */
  fields: z.record(z.string(), fieldError).optional(),
  upgrade_url: z.string().optional(),
  request_id: z.string().optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** `details` of an answer with the code `VALIDATION_FAILED`: one sentence per field, by dotted path. */
export const validationDetails = z.record(z.string(), z.string());
