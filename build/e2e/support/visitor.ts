import { expect, type Locator, type Page } from '@playwright/test';

/** The states a destination's row may be in, as the contract names them. */
type RelayStatus = 'CONNECTING' | 'LIVE' | 'ERROR' | 'DISCONNECTED' | 'IDLE';

interface TypedDestination {
  name: string;
  address: string;
  key: string;
}

/** A person at the browser, who does what people do. */
export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signUp({
    email,
    password,
    name = 'Ada',
  }: {
    email: string;
    password: string;
    name?: string;
  }): Promise<void> {
    await this.page.goto('/sign-up');
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async createSource(name: string): Promise<void> {
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByRole('button', { name: 'Create source' }).click();
  }

  /** The address with the key as it is pasted into OBS, from the fields that show it now. */
  async obsAddress(): Promise<string> {
    const server = await this.page.getByLabel('Server', { exact: true }).inputValue();
    const key = await this.page.getByLabel('Stream Key', { exact: true }).inputValue();
    return `${server}/${key}`;
  }

  async addDestination(destination: TypedDestination): Promise<void> {
    await this.page.getByRole('button', { name: 'Add destination' }).first().click();
    await this.typeDestination(destination);
  }

  /** Fills in the open dialog for a new destination. */
  async typeDestination({ name, address, key }: TypedDestination): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Custom RTMP' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Server address').fill(address);
    await dialog.getByLabel('Stream key').fill(key);
    await dialog.getByRole('button', { name: 'Add destination' }).click();
  }

  /** The row of a destination on the live page. */
  row(name: string): Locator {
    return this.page.getByRole('listitem', { name, exact: true });
  }

  async seesRelay(name: string, status: RelayStatus, timeout = 20_000): Promise<void> {
    await expect(this.row(name).getByTestId('relay-status')).toHaveAttribute('data-status', status, {
      timeout,
    });
  }

  async seesSession(look: string): Promise<void> {
    await expect(this.page.getByTestId('session-status')).toHaveAttribute('data-status', look);
  }

  /** From the open studio, once its uplink is measured. */
  async goLiveFromStudio(): Promise<void> {
    await this.page.getByRole('button', { name: 'Go live' }).click();
    const sheet = this.page.getByRole('dialog', { name: 'Go live' });
    await expect(sheet.getByText(/Your uplink carried/)).toBeVisible({ timeout: 15_000 });
    await sheet.getByRole('button', { name: 'Go live' }).click();
    await expect(this.page.getByTestId('studio-state')).toHaveAttribute('data-state', 'live', {
      timeout: 30_000,
    });
  }

  async endStream(): Promise<void> {
    await this.page.getByRole('button', { name: 'End stream' }).click();
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'End stream' }).click();
  }
}
