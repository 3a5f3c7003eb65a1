import { Module } from '@nestjs/common';
import { Attachments } from './attachments.js';
import { PhotoUploads } from './photo-uploads.js';
import { PublicCopies } from './public-copies.js';

@Module({
  providers: [Attachments, PhotoUploads, PublicCopies],
  exports: [Attachments, PhotoUploads, PublicCopies],
})
export class AttachmentsModule {}
