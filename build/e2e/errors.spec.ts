import { expect, test } from './support/test.ts';

test('a wrong password says so and keeps what was typed', async ({ visitor, page, product }) => {
  await page.request.post('/api/auth/register', {
    data: { email: 'errors@example.com', password: 'three quiet green lamps', display_name: 'Ada' },
  });
  await page.context().clearCookies();
  expect(product.url).toBeTruthy();
  await visitor.signIn({ email: 'errors@example.com', password: 'not this one' });
  await expect(page.getByRole('alert')).toContainText(/password/i);
  await expect(page.getByLabel('E-mail address')).toHaveValue('errors@example.com');
  await visitor.signIn({ email: 'errors@example.com', password: 'three quiet green lamps' });
  await expect(page).toHaveURL(/\/(sources|welcome)$/);
});

test('a form says at each field what is missing', async ({ visitor, page }) => {
  await visitor.signUp({ email: 'nobody', password: 'short', name: '' });
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible();
  await expect(page.getByText('Use at least 10 characters.')).toBeVisible();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await expect(page).toHaveURL(/sign-up/);
});

test('a destination without key or with a wrong address is not saved', async ({ visitor, creator, page }) => {
  const { view } = await creator.createSource();
  await page.goto(`/sources/${view.id}`);
  await visitor.addDestination({ name: 'Mine', address: 'http://example.com/live', key: '' });
  const dialog = page.getByRole('dialog');
  await expect(
    dialog.getByText('The address must begin with rtmp:// or rtmps:// and a server name.'),
  ).toBeVisible();
  await expect(dialog.getByText('Paste the stream key from the platform.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toBeHidden();
  expect((await creator.call('listDestinations', { params: { id: view.id } })).destinations).toEqual([]);
});

test('the free plan’s limits prompt for the plan that allows more', async ({ creator, page, onFreePlan }) => {
  await onFreePlan(creator.account.email);
  const { view } = await creator.createSource('Main stream');
  for (const name of ['One', 'Two']) {
    await creator.addDestination(view.id, { name, address: 'rtmp://127.0.0.1:1935/live' });
  }
  await page.goto(`/sources/${view.id}`);
  await page.getByRole('button', { name: 'Go live' }).click();
  const prompt = page.getByRole('alert');
  await expect(prompt).toContainText('You have reached your plan’s limit');
  await expect(prompt).toContainText('Destinations live at once');
  await expect(prompt).toContainText('The Pro plan allows more.');
  await prompt.getByRole('link', { name: 'See plans' }).click();
  await expect(page).toHaveURL(/\/account#plans$/);
  await expect(page.getByRole('heading', { name: 'Plans', exact: true })).toBeVisible();

  await page.goto('/sources');
  await page.getByRole('button', { name: 'New source' }).click();
  await page.getByLabel('Name').fill('Second stream');
  await page.getByRole('button', { name: 'Create source' }).click();
  await expect(page.getByRole('alert')).toContainText('Sources: 1 of 1 used.');
});

test('an address that is not there, and things of others, say so', async ({ creator, page, product }) => {
  expect(creator.accessToken).toBeTruthy();
  await page.goto('/no-such-page');
  await expect(page.getByText('This page does not exist')).toBeVisible();
  await page.goto('/sources/01a203fa-8712-775d-abbb-0c6c49d2b247');
  await expect(
    page
      .getByRole('alert')
      .or(page.getByText(/not found|does not exist/i))
      .first(),
  ).toBeVisible();
  const answer = await page.request.get(`${product.url}/api/nothing`);
  expect([answer.status(), (await answer.json()).fault]).toEqual([404, 'user']);
});

test('when the server is away the page says so, and goes on by itself', async ({ creator, page }) => {
  await creator.createSource('Main stream');
  await page.goto('/sources');
  await expect(page.getByRole('link', { name: 'Main stream' })).toBeVisible();
  await page.route('**/api/**', (route) => route.abort());
  await page.route('**/readyz', (route) => route.abort());
  await page.getByRole('link', { name: 'Main stream' }).click();
  await expect(page.getByText('The server cannot be reached')).toBeVisible();
  await page.unrouteAll();
  await expect(page.getByText('The server cannot be reached')).toBeHidden({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: 'Go live' })).toBeVisible();
});

test('signing out ends the session of this browser', async ({ creator, page }) => {
  expect(creator.accessToken).toBeTruthy();
  await page.goto('/account');
  await page
    .getByRole('button', { name: /account|menu/i })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  await page.goto('/account');
  await expect(page).toHaveURL(/sign-in/);
});

test('what the server refuses on the socket is shown, once however often it comes', async ({
  creator,
  page,
}) => {
  const { view } = await creator.createSource('Evening show');
  const refusal = '42["error",{"code":"TOO_MANY_REQUESTS","message":"Too many requests."}]';
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(message));
    socket.onMessage((message) => {
      server.send(message);
      // Engine.io's word for having come over from polling.
      if (message === '5') for (const _ of [1, 2, 3]) socket.send(refusal);
    });
  });
  await page.goto(`/sources/${view.id}`);
  await expect(
    page.getByRole('group', { includeHidden: true }).filter({ hasText: 'Too many requests.' }),
  ).toHaveCount(1);
});
