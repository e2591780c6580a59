export {
  type Entitlements,
  lockEntitlements,
  monthOf,
  readEntitlements,
  remaining,
  requireRoom,
} from './entitlements.ts';
export { billingRoutes } from './routes.ts';
export { subscribe } from './subscribe.ts';
