import { createRequire } from 'node:module';

/**
 * The typeface of pictures and PDFs comes along as files: a server need not have any fonts, and a PDF that says it is accessible has to carry its own.
 * Source Sans 3, SIL Open Font License.
 */
const require = createRequire(import.meta.url);
export const FONTS = {
  family: 'Source Sans 3',
  regular: require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf'),
} as const;
