import { createServer } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Locale, Pages, Templates } from '../src/platform/templates/index.js';
import { AssetStore } from '../src/platform/assets/index.js';
import { siteTexts } from '../src/platform/templates/site.js';
const root=process.cwd();
const store=AssetStore.load(root,true);
const l=Locale.load(root+'/templates/locales','vi',siteTexts(root+'/provinces/dong-nai'));
const pages=new Pages(Templates.load(root+'/templates',l,store));
const samples=readdirSync(root+'/templates/portal').filter(f=>f.endsWith('.sample.json')).map(f=>f.replace('.sample.json',''));
const server=createServer((q,r)=>{const p=(q.url??'').split('?')[0]!;const a=store.find(p);if(a){r.setHeader('content-type',a.type);r.end(a.body);return;}
 const s=p.slice(1);if(!samples.includes(s)){r.statusCode=404;r.end();return;}
 r.setHeader('content-type','text/html; charset=utf-8');r.end(pages.render('portal/'+s.split('.')[0],JSON.parse(readFileSync(`${root}/templates/portal/${s}.sample.json`,'utf8')),{path:'/',csrf:null,principal:null}));});
await new Promise<void>(r=>server.listen(0,r));
const base='http://127.0.0.1:'+(server.address() as any).port;
const only=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-background-networking','--disable-gpu','--no-first-run']});
const axe=readFileSync(root+'/node_modules/axe-core/axe.min.js','utf8');
for(const s of samples){ if(only.length&&!only.includes(s))continue;
 for(const [w,dark] of [[1440,false],[360,false],[1440,true],[360,true]] as const){
  const c=await b.newContext({viewport:{width:w,height:900},colorScheme:dark?'dark':'light',deviceScaleFactor:1});const p=await c.newPage();
  p.on('console',m=>{if(m.type()==='error')console.log(s,w,m.text())});p.on('pageerror',e=>console.log(s,w,'ERR',e.message));
  await p.goto(`${base}/${s}`);await p.evaluate(()=>document.fonts.ready);
  const over=await p.evaluate(()=>document.documentElement.scrollWidth-innerWidth);if(over>0)console.log(s,w,'overflow',over);
  await p.evaluate(axe);const v:any=await p.evaluate(()=>(window as any).axe.run({runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}));
  for(const x of v.violations)console.log(s,w,dark?'dark':'light',x.id,x.nodes.length,x.nodes[0].html.slice(0,160),x.nodes[0].failureSummary.slice(0,200));
  if(!dark||s==='home'||s==='send.errors'||s==='published-item')await p.screenshot({path:`/tmp/shots/${s}-${w}${dark?'-dark':''}.png`,fullPage:true});
  await c.close();}}
await b.close();server.close();
