import type { ConnectionTestView } from '@neustream/shared/destinations/connection-test.ts';
import type { Platform } from '@neustream/shared/destinations/platform.ts';
import type { RelayReasonCode } from '@neustream/shared/live/relay.ts';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { useText } from '../i18n/text.ts';
import { FaultBadge } from '../page/fault-badge.tsx';

/** What a test of a connection found: each step, and then what it means and what to do. */
export function TestResult({ result, platform }: { result: ConnectionTestView; platform: Platform }) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-4">
      <ol aria-label={t('destinations.test_steps')} className="flex flex-col gap-2">
        {result.steps.map((step) => (
          <Step key={step.step} {...step} />
        ))}
      </ol>
      <div role={result.ok ? 'status' : 'alert'} className="text-base text-pretty">
        {result.ok ? <Passed result={result} platform={platform} /> : <Failed result={result} />}
      </div>
    </div>
  );
}

function Step({ step, ok, duration_ms }: ConnectionTestView['steps'][number]) {
  const { t } = useText();
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <li className="flex items-center gap-2.5 text-base">
      <Icon
        role="img"
        aria-label={ok ? t('destinations.test_step_ok') : t('destinations.test_step_failed')}
        className={`size-4 shrink-0 ${ok ? 'text-ok' : 'text-bad'}`}
      />
      <span className="flex-1">{t(`destinations.test_step.${step}`)}</span>
      <span className="nums text-sm text-muted">
        {t('destinations.test_milliseconds', { ms: duration_ms })}
      </span>
    </li>
  );
}

function Passed({ result, platform }: { result: ConnectionTestView; platform: Platform }) {
  const { t } = useText();
  return (
    <>
      <p className="font-semibold">{t('destinations.test_passed')}</p>
      <p className="text-muted">
        {result.key_tried
          ? t('destinations.test_key_accepted', { platform: platform.name })
          : t('destinations.test_key_untried')}
      </p>
    </>
  );
}

function Failed({ result: { reason_code, fault, message, detail } }: { result: ConnectionTestView }) {
  const { t } = useText();
  return (
    <>
      <p className="font-semibold">
        {reason_code === null ? message : t(`reasons.${reason_code}.message`)}{' '}
        {fault !== null && <FaultBadge fault={fault} />}
      </p>
      <p className="text-muted">{reason_code !== null && <Action code={reason_code} />}</p>
      {detail !== null && (
        <q className="mt-2 block rounded-md bg-sunken px-2.5 py-1.5 font-mono text-xs break-words">
          {detail}
        </q>
      )}
    </>
  );
}

/** Where the action for a relay mentions further retries, a test has one of its own. */
const OWN_ACTIONS = [
  'CONNECTION_REFUSED',
  'CONNECTION_TIMED_OUT',
  'CONNECTION_RESET',
  'CONNECTION_CLOSED',
  'PROTOCOL_ERROR',
  'CONNECT_REJECTED',
  'CONNECT_HUNG_UP',
  'PUBLISH_HUNG_UP',
  'KEY_REJECTED',
  'KEY_IN_USE',
  'INTERNAL',
] as const satisfies readonly RelayReasonCode[];

function Action({ code }: { code: RelayReasonCode }) {
  const { t } = useText();
  const own = OWN_ACTIONS.find((known) => known === code);
  return own === undefined ? t(`reasons.${code}.action`) : t(`destinations.test_actions.${own}`);
}
