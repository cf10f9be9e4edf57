import { describe, expect, test } from 'vitest'
import { isProgramContent, isProgramName } from '../../electron/domain/program.ts'

describe('a program is known by its name as Windows reads it', () => {
  test.each([
    ['setup.exe'],
    ['setup.EXE'],
    ['x.exe.'],
    ['x.exe '],
    ['x.exe. . .'],
    ['x.exe\u3000'],
    ['x.e\u200bxe'],
    ['照片.jpg.exe'],
    ['照片.ｅｘｅ'],
    ['照片．exe'],
    ['照片gpj\u202e.exe'],
    ['通知"exe.com"'],
    ['整改.LNK'],
    ['打开.url'],
    ['报表.chm'],
    ['a.ps1'],
    ['包.apk'],
    ['a.exe::$DATA'],
    ['打开我.settingcontent-ms'],
  ])('%j', (name) => expect(isProgramName(name)).toBe(true))

  test.each([
    ['照片.jpg'],
    ['exe'],
    ['.exe说明.txt'],
    ['关于setup.exe的说明.docx'],
    ['台账.xlsm'],
    ['录音.m4a'],
    ['2026.11.25'],
    ['目录'],
    [''],
    ['压缩.zip'],
    ['网页.html'],
  ])('%j is none', (name) => expect(isProgramName(name)).toBe(false))
})

describe('and by its first bytes under whatever name', () => {
  const pe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(62)])
  test.each([
    ['a program of Windows', pe],
    ['ELF', Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1')],
    ['Mach-O', Buffer.from('cffaedfe07000001', 'hex')],
    ['a shell link', Buffer.from('4c0000000114020000000000', 'hex')],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~')],
    ['a script behind a byte order mark', Buffer.from('\ufeff#! /usr/bin/env node')],
    ['Android code', Buffer.from('dex\n035\0')],
  ])('%s', (_, bytes) => expect(isProgramContent(bytes)).toBe(true))

  test.each([
    [
      'a note that begins with MZ',
      Buffer.from('MZ局长接待日记录：上午九点到十一点，共接待来访八批次，其中纳税人五批次。'),
    ],
    ['a note that begins with #!', Buffer.from('#!重要：先核对台账')],
    ['a voice note, whose magic begins like a script', Buffer.from('#!AMR\n')],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is none', (_, bytes) => expect(isProgramContent(bytes)).toBe(false))
})
