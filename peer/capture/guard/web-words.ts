/**
 * Words of six letters and more that pages, sheets and our own messages are written in. None is anybody's
 * secret, and a page whose every `button` were masked would be none any more.
 */
const ELEMENTS = `
  accept action address article autocomplete button canvas caption center charset checkbox
  checked circle colgroup colspan column columns content controls current datalist datetime
  define describedby details dialog disabled ellipse enctype expanded fieldset figcaption figure
  filter footer foreignobject haspopup header hidden iframe inputmode labelledby legend
  lineargradient marker maxlength method minlength multiple navigation novalidate number object
  optgroup option output password pattern picture placeholder polygon polyline poster preload
  presentation pressed progress radialgradient readonly region required reverse rowspan sandbox
  scheme script search section select selected source spellcheck srcset strong stylesheet submit
  summary switch symbol tabindex tablist tabpanel target template textarea textpath toolbar
  viewbox viewport`;
const SHEETS = `
  absolute animation appearance attachment background baseline before border bottom collapse
  cursor dashed decoration default direction display dotted double easing family forwards
  function gradient height horizontal hyphens important indent infinite inherit initial inline
  inside italic justify layout letter linear lowercase margin medium middle normal nowrap
  oblique offset opacity orient origin outline outside overflow padding pointer position
  property radius relative repeat resize rotate shadow shrink smooth spacing static sticky
  stretch stroke timing transform transition translate transparent underline unicode uppercase
  vertical visibility visible weight window`;
const MESSAGES = `
  attributes changed childnodes described events heightpx isstyle nextid pagesnapshot parentid
  previousid reason reduce removes snapshot tagname textcontent timestamp widthpx`;

const WORDS = new Set(`${ELEMENTS} ${SHEETS} ${MESSAGES}`.split(/\s+/));

/** @param word - in small letters */
export const isWebWord = (word: string) => WORDS.has(word);
