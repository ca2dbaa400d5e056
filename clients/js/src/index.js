export { RivuletClient } from './client.js';
export { ConnectionLost, CursorExpired, RequestRefused, RivuletError, TurnFailed } from './errors.js';
