import { FIELD_CODES } from '@neustream/shared/contracts/errors.ts';
import type { SourceView } from '@neustream/shared/sources/schemas.ts';
import { useNavigate } from 'react-router';
import { expect, test } from 'vitest';
import { refusal } from '../api/testing/fake-server.ts';
import { FormDialog } from '../page/forms/form-dialog.tsx';
import { inPage } from '../portal/testing/in-page.tsx';
import { EditSourceDialog, NewSourceForm } from './source-dialog.tsx';

const SOURCE: SourceView = {
  id: 's1',
  public_id: 'p1',
  name: 'Sunday show',
  description: '',
  is_active: true,
  live_on_publish: true,
  destinations_count: 0,
  chat_connectors_count: 0,
  session_id: null,
  session_status: null,
  created_at: '2026-11-22T10:00:00.000Z',
};
const CREATE = 'POST /api/sources';
const CHANGE = 'PUT /api/sources/s1';

function NewSource() {
  const navigate = useNavigate();
  return (
    <FormDialog open onClose={() => void navigate('/closed')} title="New source">
      <NewSourceForm onCreated={({ id }) => void navigate(`/sources/${id}`)} />
    </FormDialog>
  );
}

test('a source that was made is opened without a question about what was typed', async () => {
  const { screen, server, router } = await inPage(<NewSource />);
  server.on(CREATE, {
    status: 201,
    body: {
      source: SOURCE,
      ingest_key: 'k',
      ingest: {
        rtmp: null,
        rtmps: null,
        rtmp_url: null,
        rtmp_login: null,
        srt: null,
        whip: null,
        direct: null,
      },
      limits: { sources_remaining: null, destinations_remaining: null, streaming_hours_remaining: null },
    },
  });
  await screen.getByRole('textbox', { name: 'Name' }).fill('Sunday show');
  await screen.getByRole('button', { name: 'Create source' }).click();
  await expect.poll(() => router.state.location.pathname).toBe('/sources/s1');
  await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument();
});

test('a name of spaces is none', async () => {
  const { screen, server } = await inPage(<NewSource />);
  const name = screen.getByRole('textbox', { name: 'Name' });
  await name.fill('   ');
  await screen.getByRole('button', { name: 'Create source' }).click();
  await expect.element(name).toHaveAccessibleDescription(FIELD_CODES.NAME_MISSING);
  expect(server.received).toEqual([]);
});

test('all of a source’s form is sent, and what the server refuses stands at its input', async () => {
  const { screen, server } = await inPage(
    <EditSourceDialog source={SOURCE} open onClose={() => undefined} />,
  );
  server.on(CHANGE, refusal({ description: { code: 'UNREADABLE_TEXT' } }));
  const description = screen.getByRole('textbox', { name: 'Description' });
  await description.fill('Each week');
  await screen.getByRole('switch').click();
  await screen.getByRole('button', { name: 'Save changes' }).click();
  await expect.element(description).toHaveAccessibleDescription(FIELD_CODES.UNREADABLE_TEXT);
  await expect.element(description).toHaveFocus();
  expect(server.bodies(CHANGE)).toEqual([
    { name: 'Sunday show', description: 'Each week', live_on_publish: false },
  ]);
});
