import { Module } from '@nestjs/common';
import { Attachments } from './attachments.js';
import { PublicCopies } from './public-copies.js';

@Module({ providers: [Attachments, PublicCopies], exports: [Attachments, PublicCopies] })
export class AttachmentsModule {}
