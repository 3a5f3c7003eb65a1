import { Module } from '@nestjs/common';
import { Attachments } from './attachments.js';
import { PhotoUploads } from './photo-uploads.js';

@Module({ providers: [Attachments, PhotoUploads], exports: [Attachments, PhotoUploads] })
export class AttachmentsModule {}
