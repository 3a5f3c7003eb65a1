import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
@Injectable()
export class A { hi(): string { return 'x'; } }
@Injectable()
export class B { constructor(readonly a: A) {} }
@Module({ providers: [A, B] })
export class M {}
const app = await NestFactory.create(M);
console.log(app.get(B).a.hi());
