import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { Province } from '../../src/agencies/index.js';
import { Accounts, DemoAccounts } from '../../src/identity/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, visitor, type Agent } from '../support/agent.js';

jest.setTimeout(120_000);

const PASSWORD = 'ổ gà trước cổng chợ';
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  const account = {
    login: 'hoa',
    displayName: 'Lê Thị Thử',
    roles: ['auditor'],
    agencyCode: 'TD1022',
    password: PASSWORD,
  };
  await app.get(Accounts).add(account);
});
afterAll(() => app?.close());

const http = () => supertest(app.url);
const cookieIn = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';', 1)[0] ?? '';
const cookieOf = ({ cookie }: Agent): { cookie: string } => ({ cookie: cookie ?? '' });
const form = (fields: Record<string, string>) => http().post('/dang-nhap').type('form').send(fields);

describe('the sign-in page', () => {
  it('needs no script, and brings a person to the page of the role', async () => {
    const page = await http().get('/dang-nhap').expect(200).expect('cache-control', 'no-store');
    expect(page.text).toContain('<form class="card stack" method="post" action="/dang-nhap">');
    expect(page.headers['set-cookie']).toBeUndefined();
    const answer = await form({ login: ' Hoa', password: PASSWORD }).expect(303).expect('location', '/nhat-ky');
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(/^sid=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    await http()
      .get('/dang-nhap?tiep=/nhat-ky')
      .set('cookie', cookieIn(answer))
      .expect(303)
      .expect('location', '/nhat-ky');
  });

  it('goes back to the page that was asked for', async () => {
    const sent = await http().get('/nhat-ky?truoc=x').expect(303);
    expect(sent.headers['location']).toBe('/dang-nhap?tiep=%2Fnhat-ky%3Ftruoc%3Dx');
    const page = await http().get(String(sent.headers['location'])).expect(200);
    expect(page.text).toContain('name="tiep" value="/nhat-ky?truoc&#x3D;x"');
    await form({ login: 'hoa', password: PASSWORD, tiep: '/nhat-ky?truoc=x' })
      .expect(303)
      .expect('location', '/nhat-ky?truoc=x');
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/.//elsewhere.example',
    'javascript:alert(1)',
  ])('never leads to %s', async (tiep) => {
    await form({ login: 'hoa', password: PASSWORD, tiep }).expect(303).expect('location', '/nhat-ky');
    const page = await http().get('/dang-nhap').query({ tiep }).expect(200);
    expect(page.text).not.toContain('elsewhere');
  });

  it('says what is wrong above the form, keeps the name and never the password', async () => {
    const answer = await form({ login: 'hoa "><b>', password: 'bí mật sai rồi' }).expect(401);
    expect(answer.text).toContain('Chưa đăng nhập được');
    expect(answer.text).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng.');
    expect(answer.text).toContain('value="hoa &quot;&gt;&lt;b&gt;"');
    expect(answer.text).not.toContain('bí mật');
    expect(answer.headers['set-cookie']).toBeUndefined();
    const empty = await form({ login: '', password: '' }).expect(400);
    expect(empty.text).toContain('Xin ghi tên đăng nhập.');
    expect(empty.text).toContain('Xin ghi mật khẩu.');
  });

  it.each([{}, { 'login[]': 'hoa', 'password[]': PASSWORD }, { login: 'x'.repeat(5000), password: 'y'.repeat(5000) }])(
    'takes %j as wrong input',
    async (fields) => {
      await form(fields as Record<string, string>).expect(400);
    },
  );

  it('shows the demo accounts only where there are some', async () => {
    expect((await http().get('/dang-nhap')).text).not.toContain('Tài khoản dùng thử');
    const { password } = await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
    const page = await http().get('/dang-nhap?ten=dieuphoi');
    expect(page.text).toContain(password);
    expect(page.text).toContain('value="dieuphoi"');
    await form({ login: 'dieuphoi', password }).expect(303).expect('location', '/dieu-phoi');
  });
});

describe('signing out', () => {
  it('ends the session and takes the cookie away', async () => {
    const auditor = await signIn(app, 'auditor');
    await auditor.get('/api/v1/session').expect(200);
    const answer = await auditor.form('/dang-xuat', {}, { key: null }).expect(303).expect('location', '/dang-nhap');
    expect(answer.headers['set-cookie']).toEqual(['sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    await auditor.get('/api/v1/session').expect(401);
  });
});

describe('the session over JSON', () => {
  it('tells who is signed in, and the token to send back', async () => {
    const answer = await http().post('/api/v1/session').send({ login: 'hoa', password: PASSWORD }).expect(201);
    expect(answer.body).toEqual({
      accountId: expect.any(String),
      displayName: 'Lê Thị Thử',
      roles: ['auditor'],
      agencyCode: 'TD1022',
      csrf: expect.any(String),
    });
    const cookie = cookieIn(answer);
    const read = await http().get('/api/v1/session').set('cookie', cookie).expect(200);
    expect(read.body).toEqual(answer.body);
    await http().delete('/api/v1/session').set('cookie', cookie).expect(403);
    await http()
      .delete('/api/v1/session')
      .set('cookie', cookie)
      .set('x-csrf-token', String(answer.body.csrf))
      .expect(204);
    await http()
      .get('/api/v1/session')
      .set('cookie', cookie)
      .expect(401)
      .expect('content-type', /problem\+json/);
  });

  it.each([[{ login: 'hoa' }], [{ login: 'hoa', password: 1 }], [{ login: ['hoa'], password: 'x' }], [[]], ['"x"']])(
    'refuses %j with the fields',
    async (body) => {
      const answer = await http()
        .post('/api/v1/session')
        .set('content-type', 'application/json')
        .send(body as object)
        .expect(400);
      expect(answer.headers['content-type']).toMatch(/problem\+json/);
    },
  );

  it('answers a wrong password and an unknown name alike', async () => {
    const [wrong, unknown] = await Promise.all(
      ['hoa', 'nobody'].map((login) => http().post('/api/v1/session').send({ login, password: 'sai mật khẩu' })),
    );
    const [first, second] = [wrong, unknown].map((answer) => ({ ...(answer?.body as object), requestId: '' }));
    expect(first).toMatchObject({ status: 401 });
    expect(second).toEqual(first);
  });
});

describe('a request from elsewhere', () => {
  const FOREIGN = [
    ['of a modern browser', { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }],
    ['of an old browser', { origin: 'https://elsewhere.example' }],
    ['of a sandboxed frame', { origin: 'null' }],
  ] as const;

  it.each(FOREIGN)('%s signs nobody in', async (_, headers) => {
    const answer = await form({ login: 'hoa', password: PASSWORD }).set(headers).expect(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each(FOREIGN)('%s signs nobody out', async (_, headers) => {
    const auditor = await signIn(app, 'auditor');
    await supertest(app.url)
      .post('/dang-xuat')
      .set({ ...headers, ...cookieOf(auditor) })
      .expect(403);
    await auditor.get('/api/v1/session').expect(200);
  });

  it('with another session’s token is refused', async () => {
    const [one, other] = [await signIn(app, 'auditor'), await signIn(app, 'auditor')];
    await supertest(app.url)
      .delete('/api/v1/session')
      .set({ ...cookieOf(one), 'x-csrf-token': other.csrf ?? '' })
      .expect(403);
    await one.get('/api/v1/session').expect(200);
  });

  it('from an own page without a script is fine', async () => {
    await form({ login: 'hoa', password: PASSWORD }).set({ origin: app.url }).expect(303);
    await form({ login: 'hoa', password: PASSWORD })
      .set({ 'sec-fetch-site': 'same-origin', origin: 'null' })
      .expect(303);
    await visitor(app).get('/dang-nhap').expect(200);
  });
});
