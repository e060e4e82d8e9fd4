"""Made-up names, drawn evenly from common surnames and given names: nobody in particular."""

from collections.abc import Iterator

import numpy as np

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
    "莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚英华红玉兰梅建国文志海春秋雪飞燕桂凤云林辉鹏宇浩然子轩梓"
    "涵欣怡诗雨晨阳思远嘉豪佳琪俊婷慧莉琳玲萍蓉倩颖雯晴晓东旭亮斌波峰松柏青山江河清源永康宁安乐和顺祥"
    "瑞"
)


def names(random: np.random.Generator, count: int) -> Iterator[str]:
    """Two or three characters each, four in five with three."""
    surnames = random.choice(list(SURNAMES), count)
    first, second = random.choice(list(GIVEN), (2, count))
    is_long = random.random(count) < 0.8
    for surname, one, two, has_two in zip(surnames, first, second, is_long, strict=True):
        yield f"{surname}{one}{two if has_two else ''}"
