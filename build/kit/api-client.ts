import { createContractClient } from '@neustream/shared/contracts/client.ts';
import { ApiFailure } from '@neustream/shared/contracts/failure.ts';
import { SERVER_ROUTES } from '@neustream/shared/contracts/server-http.ts';

export type Routes = typeof SERVER_ROUTES;
export type RouteName = Parameters<ReturnType<typeof createApi>['call']>[0];

/** One answer of the API, as received. */
export interface Answer {
  /** Name of the route in the contract. */
  route: RouteName;
  status: number;
  headers: Headers;
  text: string;
}

export interface ApiOptions {
  /** Origin of the API. */
  url: string;
  /** The access token at this moment. */
  accessToken?: () => string | null;
  headers?: Record<string, string>;
  /** Called with every answer of the API, good or bad. */
  onAnswer?: (answer: Omit<Answer, 'route'>) => void;
}

/** The same client that pages use, for a person without a browser. */
export function createApi({ url, accessToken = () => null, headers, onAnswer }: ApiOptions) {
  return createContractClient(SERVER_ROUTES, {
    baseUrl: url,
    accessToken,
    headers: { 'x-client': 'api', ...headers },
    fetch: async (address, request) => {
      const response = await fetch(address, request);
      if (onAnswer) {
        const text = await response.clone().text();
        onAnswer({ status: response.status, headers: response.headers, text });
      }
      return response;
    },
  });
}

interface Asking extends Omit<ApiOptions, 'onAnswer'> {
  name: RouteName;
  /** Params, query and body, whether or not they fit the contract: the point is to see what the API says about them. */
  input: object;
  /** `Idempotency-Key`; a new one for each call unless given. */
  key?: string | undefined;
}

/**
 * Calls an endpoint and returns the answer as received, even a refusal.
 * @throws ApiFailure when no answer came
 */
export async function askApi({ name, input, key, ...options }: Asking): Promise<Answer> {
  const answers: Answer[] = [];
  const api = createApi({ ...options, onAnswer: (answer) => answers.push({ route: name, ...answer }) });
  const call = api.call as (name: RouteName, input: object, options: object) => Promise<unknown>;
  try {
    await call(name, input, key === undefined ? {} : { idempotencyKey: key });
  } catch (error) {
    if (!(error instanceof ApiFailure) || answers.length === 0) throw error;
  }
  const [answer] = answers;
  if (answer === undefined) throw new Error(`${name} gave no answer.`);
  return answer;
}
