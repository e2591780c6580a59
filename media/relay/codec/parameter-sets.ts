/** How the configuration of one video codec is found in its frames, and written into its configuration record. */
export interface ParameterSets {
  /** A configuration record made of what a key frame carries; null when it carries too little, or nonsense. */
  record(frame: Buffer): Buffer | null;
  /** Whether a decoder can begin with this record. */
  complete(record: Buffer): boolean;
  /** Whether the record holds all that the frame carries. */
  holds(record: Buffer, frame: Buffer): boolean;
}
