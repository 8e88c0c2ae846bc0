import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributes, html, join } from '../../src/channels/web/html.ts';
import { into } from '../../src/channels/web/stream.ts';

describe('a template', () => {
  it('shows what somebody wrote as text, never as markup', () => {
    const text = `<img src=x onerror="alert('1')">&amp;`;
    expect(html`<p>${text}</p>`.text).toBe('<p>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>');
  });

  it('keeps a text inside the attribute it is given to', () => {
    expect(html`<a title="${'" onclick="alert(1)'}">x</a>`.text).toBe('<a title="&quot; onclick=&quot;alert(1)">x</a>');
    expect(attributes({ value: '"><script>' }).text).toBe('value="&quot;&gt;&lt;script&gt;"');
  });

  it('lets no text open a tag or leave its quotation marks, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(html`<p lang="${text}">${text}</p>`.text.replace(/^<p lang="|">|<\/p>$/g, '')).not.toMatch(/[<>"'`]/);
      }),
    );
  });

  it('puts templates into templates and lists of them one after another, and leaves out what is nothing', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${null}${undefined}${false}${0}</ul>`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li>0</ul>');
    expect(join([html`<b>x</b>`, null, '', 'y & z'], ' · ').text).toBe('<b>x</b> · y &amp; z');
  });

  it('writes attributes that are true bare and leaves out those that are not', () => {
    expect(html`<input ${attributes({ name: 'a', checked: true, disabled: false, lang: null })}>`.text).toBe(
      '<input name="a" checked>',
    );
  });

  it('is refused where escaping would not be enough', () => {
    expect(() => html`<a href=${'x'}>x</a>`).toThrow('quotation marks');
    expect(() => html`<p ${'onclick=x'}>x</p>`).toThrow('quotation marks');
    expect(() => html`<script>${'x'}</script>`).toThrow('script');
    expect(() => html`<style>${'x'}</style>`).toThrow('style');
    expect(() => html`<!-- ${'x'} -->`).toThrow('comment');
    expect(() => html`<p title="${html`<b>x</b>`}">x</p>`).toThrow('attribute');
    expect(() => attributes({ 'x onclick': 'y' })).toThrow('no name of an attribute');
  });

  it('gives htmx no place to put things but ours: a text that looks like its element stays text', () => {
    const text = '<hx-partial hx-target="body">';
    expect(into('#live', text).text).toBe(
      '<hx-partial hx-target="#live" hx-swap="innerHTML">&lt;hx-partial hx-target=&quot;body&quot;&gt;</hx-partial>',
    );
  });
});
