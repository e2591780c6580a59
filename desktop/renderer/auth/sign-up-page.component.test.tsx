import { FIELD_CODES } from '@neustream/shared/contracts/errors.ts';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { refusal } from '../api/testing/fake-server.ts';
import { inPage } from '../portal/testing/in-page.tsx';
import { SignUpPage } from './sign-up-page.tsx';

const REGISTER = 'POST /api/auth/register';

async function signUpPage(language: 'en' | 'hi' = 'en') {
  const page = await inPage(<SignUpPage />, { language });
  const { screen } = page;
  const [name, email, password] = language === 'en' ? EN : HI;
  const inputs = {
    name: screen.getByRole('textbox', { name }),
    email: screen.getByRole('textbox', { name: email }),
    password: screen.getByLabelText(password, { exact: true }),
    send: screen.getByRole('button', { name: language === 'en' ? 'Create account' : 'खाता बनाएँ' }),
  };
  const fill = async () => {
    await inputs.name.fill('Asha Rao');
    await inputs.email.fill('asha@example.com');
    await inputs.password.fill('four loud red kettles');
  };
  return { ...page, ...inputs, fill };
}

const EN = ['Your name', 'E-mail address', 'Password'] as const;
const HI = ['आपका नाम', 'ई-मेल पता', 'पासवर्ड'] as const;

test('the first input that has something wrong gets the focus, and its error is read out with it', async () => {
  const { name, email, password, send, server } = await signUpPage();
  await name.fill('Asha');
  await email.fill('no address');
  await send.click();
  await expect.element(email).toHaveFocus();
  await expect.element(email).toHaveAccessibleDescription(FIELD_CODES.EMAIL_INVALID);
  await expect.element(password).toHaveAccessibleDescription('Use at least 10 characters.');
  await expect.element(name).not.toHaveAttribute('aria-invalid', 'true');
  await expect.element(send).toBeEnabled();
  expect(server.received).toEqual([]);
});

test('what the server finds wrong stands at its input, in the language shown', async () => {
  const { email, send, server, fill } = await signUpPage('hi');
  server.on(REGISTER, refusal({ email: { code: 'TOO_LONG', params: { max: 254 } } }));
  await fill();
  await send.click();
  await expect.element(email).toHaveAccessibleDescription('अधिकतम 254 अक्षर लिखें।');
  await expect.element(email).toHaveFocus();
  await email.fill('asha@example.org');
  await expect.element(email).not.toHaveAttribute('aria-invalid', 'true');
});

test('an error that a newer server knows is told in the server’s own words', async () => {
  const { email, send, server, fill } = await signUpPage('hi');
  server.on(REGISTER, refusal({ email: { code: 'EMAIL_OF_A_ROBOT', sentence: 'Robots write letters.' } }));
  await fill();
  await send.click();
  await expect.element(email).toHaveAccessibleDescription('Robots write letters.');
});

test('an error about no input of the form is still told', async () => {
  const { screen, send, server, fill } = await signUpPage();
  server.on(REGISTER, refusal({ device_token: { code: 'TOO_LONG', params: { max: 200 } } }));
  await fill();
  await send.click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/^Some of the input is not valid\./);
});

test('nothing typed is lost when the server does not answer, and it can be sent again', async () => {
  const { screen, name, email, password, send, server, fill } = await signUpPage();
  server.on(REGISTER, { status: 0 });
  await fill();
  await send.click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/^The server did not answer\./);
  await expect.element(name).toHaveValue('Asha Rao');
  await expect.element(email).toHaveValue('asha@example.com');
  await expect.element(password).toHaveValue('four loud red kettles');
  await send.click();
  await expect.poll(() => server.bodies(REGISTER).length).toBe(2);
});

test('pressed twice, a form is sent once', async () => {
  const { password, send, server, fill } = await signUpPage();
  const answered = Promise.withResolvers<{ status: number }>();
  server.on(REGISTER, () => answered.promise);
  await fill();
  await password.click();
  const form = password.element().closest('form');
  form?.requestSubmit();
  form?.requestSubmit();
  await userEvent.keyboard('{Enter}');
  await expect.element(send).toHaveAttribute('aria-busy', 'true');
  await expect.poll(() => server.bodies(REGISTER).length).toBe(1);
  answered.resolve({ status: 0 });
  await expect.element(send).not.toHaveAttribute('aria-busy');
  expect(server.bodies(REGISTER)).toHaveLength(1);
});
