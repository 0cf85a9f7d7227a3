/** A package of npm or pip, pinned to the bytes of its archive. */
export interface PinnedPackage {
  /** `name@version`. */
  readonly npm?: string;
  /** `name==version`. */
  readonly pip?: string;
  /** Of the archive that the registry gives out. */
  readonly sha256: string;
}

export function packageName({npm, pip}: PinnedPackage): string {
  return npm ?? pip ?? '';
}
