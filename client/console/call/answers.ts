import { debounce } from '../../shared/dom.js';
import { ask } from './ask.js';
import { openDialog } from './dialog.js';
import { currentMatter, element, icon, mattersOf, newKey, valueOf } from './matter.js';

interface Found {
  readonly id: string;
  readonly title: string;
  readonly excerpt: string;
  readonly reviewDue: boolean;
}

interface Article extends Found {
  readonly spoken: string;
  readonly answer: string;
  readonly legalBasis: string;
  readonly validTo: string | null;
}

const WAIT_MS = 120;

/**
 * Answers to common questions, found from the form and read out in large type. "Đã trả lời đủ" closes the call
 * as answered with the article; "Chưa đủ" is counted, and the form goes on.
 */
export function answersFromForm(form: HTMLFormElement): void {
  const button = document.querySelector<HTMLElement>('[data-answers]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    open(form);
  });
  form.addEventListener('blank', () => {
    const field = form.querySelector<HTMLInputElement>('input[name="knowledgeArticleId"]');
    if (field) field.value = '';
  });
}

function open(form: HTMLFormElement): void {
  const { dialog, close } = openDialog('Trả lời ngay từ kho kiến thức', 'sheet--answers');
  const matter = currentMatter(form);
  const categoryCode = (matter && valueOf(matter, 'categoryCode')) || null;
  const words = matter ? valueOf(matter, 'words').slice(0, 300) : '';

  const label = element('label', '', 'Người gọi hỏi gì');
  const input = document.createElement('input');
  input.className = 'input';
  input.type = 'text';
  input.id = 'sheet-find';
  input.autocomplete = 'off';
  label.setAttribute('for', input.id);
  const field = element('div', 'field');
  field.append(label, input);
  const status = element('p', 'vh');
  status.setAttribute('role', 'status');
  const list = element('ul', 'answers__list');
  const article = element('div', 'answers__article');
  article.tabIndex = -1;
  const columns = element('div', 'answers');
  columns.append(list, article);
  dialog.append(field, status, columns);
  input.focus();

  let asked = 0;
  const search = async (): Promise<void> => {
    const mine = (asked += 1);
    const typed = input.value.trim();
    // Nothing asked yet: what fits the words written down so far.
    const q = typed === '' ? words : typed.slice(0, 500);
    const found = await ask<{ items: Found[] }>('/api/v1/knowledge/search', { q, categoryCode, limit: 8 });
    if (mine !== asked) return;
    const items = found?.items ?? [];
    list.replaceChildren(...items.map(resultOf));
    status.textContent = items.length === 0 ? 'Không có bài nào.' : `Có ${String(items.length)} bài.`;
    if (items.length > 0) return;
    if (q === '' && categoryCode === null) {
      // Nothing was asked, so nothing is missing.
      status.textContent = '';
      list.append(element('li', 'muted t2', 'Gõ điều người gọi hỏi, có dấu hay không dấu.'));
      return;
    }
    list.append(element('li', 'muted t2', found ? 'Không có bài nào khớp.' : 'Chưa tìm được vì mất mạng.'));
    if (found) list.append(missing(q, categoryCode));
  };
  input.addEventListener(
    'input',
    debounce(() => void search(), WAIT_MS),
  );
  dialog.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const stops = [input, ...list.querySelectorAll<HTMLElement>('button')];
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    if (at < 0) return;
    if (event.key === 'Enter' && !event.ctrlKey && at === 0) {
      event.preventDefault();
      stops[1]?.click();
      return;
    }
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0)];
    if (next === undefined || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener('click', (event) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-article]')?.dataset['article'];
    if (id !== undefined) void read(id);
  });
  const read = async (id: string): Promise<void> => {
    const one = await fetched(id);
    if (one === null) {
      status.textContent = 'Không mở được bài này: vừa hết hiệu lực, vừa bị rút, hoặc mất mạng. Xin chọn bài khác.';
      article.replaceChildren(element('p', 'banner banner--soon', status.textContent));
      return;
    }
    for (const button of list.querySelectorAll('button'))
      button.toggleAttribute('aria-current', button.dataset['article'] === id);
    const goesOn = reports(form);
    const once = keyed();
    const used = (enough: boolean): void => {
      void ask('/api/v1/knowledge/uses', { articleId: id, enough, q: input.value.trim(), categoryCode }, once);
      close();
    };
    article.replaceChildren(...articleNodes(one, goesOn));
    article.querySelector('[data-enough]')?.addEventListener('click', () => {
      if (goesOn) return used(true);
      close();
      answered(form, id);
    });
    article.querySelector('[data-lacking]')?.addEventListener('click', () => {
      used(false);
    });
    article.focus();
  };
  void search();
}

/**
 * Whether something is written down that is to become a ticket: a question has no place, and is one matter. Whoever
 * reports a pothole and then asks about a paper has not been served when the question is answered.
 */
function reports(form: HTMLFormElement): boolean {
  const written = mattersOf(form).filter((matter) => valueOf(matter, 'words').trim() !== '');
  const placed = written.some((matter) => valueOf(matter, 'ward') !== '' || valueOf(matter, 'placeText') !== '');
  return written.length > 1 || placed;
}

const keyed = () => ({ headers: { 'idempotency-key': newKey() } });

/** The call ends as answered: the form's own button, with the article it was answered from. */
function answered(form: HTMLFormElement, articleId: string): void {
  let field = form.querySelector<HTMLInputElement>('input[name="knowledgeArticleId"]');
  if (!field) {
    field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'knowledgeArticleId';
    form.append(field);
  }
  field.value = articleId;
  form.querySelector<HTMLButtonElement>('button[name="outcome"][value="answered"]')?.click();
}

async function fetched(id: string): Promise<Article | null> {
  try {
    const response = await fetch(`/api/v1/knowledge/${id}`, { headers: { accept: 'application/json' } });
    return response.ok && !response.redirected ? ((await response.json()) as Article) : null;
  } catch {
    return null;
  }
}

function resultOf({ id, title, excerpt }: Found): HTMLElement {
  const row = element('li');
  const button = element('button', 'answers__row');
  button.setAttribute('type', 'button');
  button.dataset['article'] = id;
  button.append(element('b', 't2', title), element('span', 'tiny muted', excerpt));
  row.append(button);
  return row;
}

/** What callers ask and nobody has written down yet is counted, for those who write. */
function missing(q: string, categoryCode: string | null): HTMLElement {
  const row = element('li');
  const button = element('button', 'btn btn--second', 'Ghi: kho chưa có bài này');
  button.setAttribute('type', 'button');
  // Pressed twice it is one question.
  const once = keyed();
  button.addEventListener('click', () => {
    const use = { articleId: null, enough: false, q, categoryCode };
    void ask('/api/v1/knowledge/uses', use, once).then((done) => {
      row.replaceChildren(element('p', 't2', done ? 'Đã ghi, người soạn bài thấy câu hỏi này.' : 'Chưa ghi được.'));
    });
  });
  row.append(button);
  return row;
}

/** @param goesOn the call does not end with the answer: tickets come of what is written already. */
function articleNodes({ title, spoken, answer, legalBasis, reviewDue }: Article, goesOn: boolean): Node[] {
  const say = element('div', 'answers__say');
  say.append(element('p', 'label', 'Đọc cho người gọi'), element('p', '', spoken === '' ? answer : spoken));
  const end = element('div', 'say__end');
  const enough = element(
    'button',
    'btn btn--main',
    goesOn ? 'Đã trả lời đủ, ghi tiếp phiếu ' : 'Đã trả lời đủ, kết thúc ',
  );
  enough.dataset['enough'] = '';
  enough.dataset['primary'] = '';
  enough.append(element('kbd', '', 'Ctrl Enter'));
  const lacking = element('button', 'btn btn--quiet', 'Chưa đủ, ghi phiếu ');
  lacking.dataset['lacking'] = '';
  lacking.dataset['key'] = 'alt+0';
  lacking.append(element('kbd', '', 'Alt 0'));
  for (const button of [enough, lacking]) button.setAttribute('type', 'button');
  end.append(enough, lacking);
  const nodes: Node[] = [element('h3', '', title)];
  if (reviewDue) {
    const late = element('p', 'banner banner--soon', 'Bài này quá ngày rà soát: hỏi lại người phụ trách nếu nghi ngờ.');
    late.prepend(icon('triangle-alert'));
    nodes.push(late);
  }
  nodes.push(say, end);
  if (spoken !== '' && answer !== spoken) nodes.push(element('p', 'words t2', answer));
  if (legalBasis !== '') nodes.push(element('p', 'tiny muted', `Căn cứ: ${legalBasis}`));
  return nodes;
}
