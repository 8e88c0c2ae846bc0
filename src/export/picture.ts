import { Resvg } from '@resvg/resvg-js';
import { FONTS } from './fonts.ts';

/** A logo as the municipality's configuration gives it. Width and height in pixels decide its proportions. */
export type Logo = { data: Uint8Array; type: 'png' | 'jpg'; width: number; height: number };

/** An SVG as PNG, `scale` times its own size: sharp in print at 2. */
export function pngOf(svg: string, scale = 2): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [FONTS.regular, FONTS.bold], defaultFontFamily: FONTS.family },
  });
  return picture.render().asPng();
}

/** Points or pixels that a logo takes when it may be at most so wide and high. */
export function fitted(logo: Logo, width: number, height: number): { width: number; height: number } {
  const scale = Math.min(width / logo.width, height / logo.height);
  return { width: Math.round(logo.width * scale), height: Math.round(logo.height * scale) };
}
