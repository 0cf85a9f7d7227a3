export function registerGradients(): void {}
