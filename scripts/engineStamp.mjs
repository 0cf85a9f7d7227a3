// Says which native engines are installed, so that Nx tests anew where that has changed.
const {nativeStatus} = await import('../packages/backend/dist/native/nativeStatus.js').catch(() => ({}));
const status = variant => `${variant}: ${nativeStatus?.(variant).installed ?? false}`;
console.log(['cpu', 'gpu'].map(status).join(' '));
