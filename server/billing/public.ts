export {
  type Entitlements,
  lockEntitlements,
  monthOf,
  readEntitlements,
  remaining,
  requireRoom,
} from './entitlements.ts';
export { billingModule } from './module.ts';
export { subscribe } from './subscribe.ts';
