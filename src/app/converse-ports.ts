import type { ExportModel } from '../core/assessment/model.ts';
import type { Dossier } from '../core/assessment/versions.ts';
import type { Country, Lang, Localised } from '../core/language.ts';
import type { Value } from '../core/screening/condition.ts';

/** What a conversation needs of the world, beside `ports.ts` and `screening-ports.ts`. */

/** Who works on what, so that it is done once: by one process of many, and once after a resend. */
export interface Claims {
  /**
   * True: the key is the caller's for `leaseMs`. False: somebody has it, or it is done. A lease that ran out belongs to whoever died with it, and can
   * be claimed again.
   */
  claim(tenant: string, key: string, at: string, leaseMs: number): Promise<boolean>;
  /** Done for good: the key is not given away again while it is remembered, which is for days. */
  finish(tenant: string, key: string): Promise<void>;
  /** Given back: the next to ask gets it. What is done stays done. */
  release(tenant: string, key: string): Promise<void>;
}

/** What holds for the account or room that a person posts to: asked once, then remembered. By question id; never free text. */
export interface ChannelFacts {
  get(tenant: string, place: string): Promise<ReadonlyMap<string, Value>>;
  /** Adds to what is remembered; an answer to the same question takes the place of the earlier one. */
  set(tenant: string, place: string, facts: ReadonlyMap<string, Value>, at: string): Promise<void>;
}

/** What a person has chosen; null: nothing, so it follows what is written and where. */
type Preference = { lang: Lang | null; country: Country | null };
export interface Preferences {
  get(tenant: string, user: string): Promise<Preference>;
  /** Changes what is named and leaves the rest. */
  set(tenant: string, user: string, chosen: Partial<Preference>, at: string): Promise<void>;
}

/** What a picture says about itself, and never who or what is on it. */
export type PhotoFacts = {
  width: number;
  height: number;
  position: { latitude: number; longitude: number } | null;
  author: string | null;
  device: string | null;
  /** The camera's own time without zone, `2026-05-17T12:30:00`. */
  takenAt: string | null;
};
export type File = { name: string; mime: string; bytes: Uint8Array };
/**
 * Reads a picture in memory and lets it go. `stripped` is the same picture without metadata, null where this machine can't write one; a `problem` is what
 * to tell whoever sent it.
 */
export type ReadPhoto = (
  bytes: Uint8Array,
  name: string,
) => Promise<{ photo: PhotoFacts; stripped: File | null; problem?: undefined } | { problem: Localised }>;

/** Writes an assessment as a file. Undefined where its screening is no longer among the knowledge. */
export type ExportDocument = (
  dossier: Dossier,
  lang: Lang,
  format: 'docx' | 'pdf' | 'md' | 'json',
) => Promise<File | undefined>;

/** Writes a document that is ready as a file, under the municipality's logo. `name` is without its ending. */
export type ExportModelAs = (model: ExportModel, name: string, format: 'docx' | 'pdf' | 'md') => Promise<File>;
