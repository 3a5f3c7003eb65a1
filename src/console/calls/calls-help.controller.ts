import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Directory, wardAgencyCode, wardPoliceCode } from '../../agencies/index.js';
import { NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { Choices } from '../choices.js';
import { subjectHeard } from './subject-heard.js';

const text = (most: number) => z.string().max(most, 'Nội dung dài quá. Xin viết gọn lại.').default('');
const heardSchema = z.object({ words: text(5_000), placeText: text(300), ward: text(300) });

interface HeardSubject {
  readonly agency: { readonly name: string; readonly reason: string } | null;
}

/** What the operator's page asks for while a call is written down: the agency meant. */
@Controller('tong-dai')
@Permit('contact.record')
export class CallsHelpController {
  constructor(
    private readonly directory: Directory,
    private readonly choices: Choices,
  ) {}

  /** In the body, because what is typed is about people and addresses are logged. */
  @Post('co-quan')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Header('cache-control', 'no-store')
  subject(@Body(valid(heardSchema)) { words, placeText, ward }: z.output<typeof heardSchema>): HeardSubject {
    const code = [ward, placeText, words].map((typed) => this.choices.wardCode(typed)).find((found) => found !== null);
    const own = (agencyCode: string | null) => (agencyCode === null ? null : this.directory.agency(agencyCode));
    const found = subjectHeard(
      words,
      this.directory.agencies().filter(({ wardCode }) => wardCode === null),
      {
        office: own(code === undefined ? null : wardAgencyCode(code)),
        police: own(code === undefined ? null : wardPoliceCode(code)),
      },
    );
    return {
      agency:
        found === null ? null : { name: found.agency.name, reason: `cơ quan được nói tới, vì có “${found.heard}”` },
    };
  }
}
