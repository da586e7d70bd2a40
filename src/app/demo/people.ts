import type { Random } from './random.ts'

/** Surnames with their share in a thousand; one in six hundred is of two characters. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ['王', 72],
  ['李', 71],
  ['张', 68],
  ['刘', 54],
  ['陈', 45],
  ['杨', 31],
  ['赵', 23],
  ['黄', 22],
  ['周', 21],
  ['吴', 20],
  ['徐', 17],
  ['孙', 16],
  ['胡', 13],
  ['朱', 13],
  ['高', 12],
  ['林', 12],
  ['何', 11],
  ['郭', 11],
  ['马', 10],
  ['罗', 9],
  ['梁', 9],
  ['宋', 8],
  ['郑', 8],
  ['谢', 7],
  ['韩', 7],
  ['唐', 7],
  ['冯', 7],
  ['于', 6],
  ['董', 6],
  ['萧', 6],
  ['程', 6],
  ['曹', 6],
  ['袁', 5],
  ['邓', 5],
  ['许', 5],
  ['傅', 5],
  ['沈', 5],
  ['曾', 5],
  ['彭', 5],
  ['吕', 5],
  ['苏', 4],
  ['卢', 4],
  ['蒋', 4],
  ['蔡', 4],
  ['贾', 4],
  ['丁', 4],
  ['魏', 4],
  ['薛', 4],
  ['叶', 4],
  ['阎', 4],
  ['余', 4],
  ['潘', 4],
  ['杜', 4],
  ['戴', 3],
  ['夏', 3],
  ['钟', 3],
  ['汪', 3],
  ['田', 3],
  ['任', 3],
  ['姜', 3],
  ['范', 3],
  ['方', 3],
  ['石', 3],
  ['姚', 3],
  ['谭', 3],
  ['廖', 3],
  ['邹', 3],
  ['熊', 3],
  ['金', 3],
  ['陆', 3],
  ['郝', 2],
  ['孔', 2],
  ['白', 2],
  ['崔', 2],
  ['康', 2],
  ['毛', 2],
  ['邱', 2],
  ['秦', 2],
  ['江', 2],
  ['史', 2],
  ['顾', 2],
  ['侯', 2],
  ['邵', 2],
  ['孟', 2],
  ['龙', 2],
  ['万', 2],
  ['段', 2],
  ['漕', 1],
  ['钱', 2],
  ['汤', 2],
  ['尹', 2],
  ['黎', 2],
  ['易', 2],
  ['常', 2],
  ['武', 2],
  ['乔', 2],
  ['贺', 2],
  ['赖', 2],
  ['龚', 2],
  ['文', 2],
  ['单', 1],
  ['仇', 1],
  ['解', 1],
  ['查', 1],
  ['曲', 1],
  ['覃', 1],
  ['欧阳', 1],
  ['司马', 0.3],
  ['上官', 0.3],
  ['诸葛', 0.3],
]

/** Given-name characters by the decade in which they were in fashion: before 1965, to 1985, after. */
const FASHIONS: readonly { readonly until: number; readonly men: string; readonly women: string }[] = [
  {
    until: 1965,
    men: '国建福德富贵忠厚林海山河永长庆祥和顺发生财仁义有成万明春',
    women: '桂兰秀英玉珍凤莲素芬淑华翠香月娥芝琴梅菊荣云',
  },
  {
    until: 1985,
    men: '军伟强勇刚斌涛峰平辉鹏超志学文立新东宏波建华明亮利民',
    women: '丽霞燕红艳敏静芳娟萍玲梅琳晓春雪洁颖慧莉秋云',
  },
  {
    until: 9999,
    men: '浩宇轩泽睿博俊杰晨子豪嘉铭奕航天佑思远昊然景皓承志一凡',
    women: '欣怡梓涵雨桐诗悦佳琪思颖可馨若曦晓彤静雯语嫣婉清安宁',
  },
]

export interface Person {
  readonly name: string
  readonly male: boolean
}

/** A name as people of that birth year bear it: one character or two, one time in five hundred four with a doubled surname. */
export function personName(random: Random, birthYear: number): Person {
  const male = random.chance(0.52)
  const fashion = FASHIONS.find(({ until }) => birthYear < until)!
  const letters = [...(male ? fashion.men : fashion.women)]
  const surname = random.weighted(SURNAMES)
  const given = random.chance(birthYear < 1985 ? 0.22 : 0.1)
    ? random.pick(letters)
    : random.pick(letters) + random.pick(letters)
  const doubled = random.chance(0.002) ? random.pick(['赵', '陈', '林', '张']) : ''
  return { name: surname.length > 1 ? surname + given : surname + doubled + given, male }
}
