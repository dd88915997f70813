export { AppError, type AppErrorCode } from '#lib/sync/app-error.js';
