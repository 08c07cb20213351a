"""Statements as a bank, WeChat and Alipay export them, made for tests: (day, payer, sum, note, number) are their lines."""

import csv
import io
from datetime import date, datetime

from openpyxl import Workbook

WECHAT_HEAD = (
	("微信支付账单明细",),
	("微信昵称：[党费专户]",),
	("起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-31 23:59:59]",),
	("导出类型：[全部]",),
	("导出时间：[2026-04-01 09:00:00]",),
	(),
	("共5笔记录",),
	("收入：3笔 45.00元",),
	("支出：1笔 12.00元",),
	("中性交易：1笔 30.00元",),
	("注：",),
	("1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易",),
	("2. 本明细仅展示当前账单中的交易，不包括已删除的记录",),
	("3. 本明细仅供个人对账使用",),
	(),
	("----------------------微信支付账单明细列表--------------------",),
	(
		*("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)"),
		*("支付方式", "当前状态", "交易单号", "商户单号", "备注"),
	),
)
ALIPAY_HEAD = (
	("------------------------------------------------------------------------------------",),
	("导出信息：",),
	("姓名：党费专户",),
	("起始时间：[2026-03-01 00:00:00]    终止时间：[2026-03-31 23:59:59]",),
	("共2笔记录",),
	("特别提示：",),
	("1.本回单内容可表明支付宝受理了相应支付交易申请。",),
	("------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------",),
	(
		*("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额"),
		*("收/付款方式", "交易状态", "交易订单号", "商家订单号", "备注", ""),
	),
)
BANK_HEAD = (
	("中国银行金华分行  账户明细",),
	("户名：中共测试支部委员会", None, "币种：人民币"),
	(
		*("序号", "交易日期", "交易时间", "借方发生额(支取)", "贷方发生额(收入)", "余额"),
		*("对方户名", "对方账号", "摘要", "附言", "流水号"),
	),
)


def wechat(*lines, spent=()):
	"""A WeChat bill as .csv: UTF-8 with a mark, sums like ¥15.00, numbers with a tab behind them."""
	rows = [*WECHAT_HEAD]
	for day, payer, amount, note, number in lines:
		rows.append(
			(
				f"{day} 10:11:12",
				"转账",
				payer,
				f"转账备注:{note}",
				"收入",
				f"¥{amount}",
				"/",
				"已存入零钱",
				f"{number}\t",
				"\t",
				"/",
			)
		)
	for day, payer, amount in spent:
		rows.append(
			(
				f"{day} 12:00:00",
				"商户消费",
				payer,
				"文具",
				"支出",
				f"¥{amount}",
				"零钱",
				"支付成功",
				"9\t",
				"\t",
				"/",
			)
		)
		rows.append(
			(
				f"{day} 12:30:00",
				"零钱提现",
				"/",
				"/",
				"/",
				f"¥{amount}",
				"银行卡",
				"提现已到账",
				"8\t",
				"\t",
				"/",
			)
		)
	return _csv(rows).encode("utf-8-sig")


def resaved(*lines, number="1.00005E+30", at="10:11"):
	"""A WeChat bill that was saved in Excel as .csv (GBK): no preface, no seconds, one damaged number for all."""
	rows = [WECHAT_HEAD[-1]]
	for day, payer, amount, note, _number in lines:
		when = f"{int(day[:4])}/{int(day[5:7])}/{int(day[8:])} {at}"
		rows.append(
			(when, "转账", payer, f"转账备注:{note}", "收入", amount, "/", "已存入零钱", number, "/", "/")
		)
	return _csv(rows).encode("gb18030")


def alipay(*lines):
	"""An Alipay bill as .csv: GB 18030, with a preface and an empty last column."""
	rows = [*ALIPAY_HEAD]
	for day, payer, amount, note, number in lines:
		rows.append(
			(
				f"{day} 20:00:00",
				"转账红包",
				payer,
				"zha***@example.com",
				note,
				"收入",
				amount,
				"余额",
				"交易成功",
				f"{number}\t",
				"\t",
				"",
				"",
			)
		)
		rows.append(
			(
				f"{day} 21:00:00",
				"日用百货",
				"某商店",
				"",
				"纸张",
				"不计收支",
				"3.00",
				"余额",
				"退款成功",
				f"{number}9\t",
				"\t",
				"",
				"",
			)
		)
	return _csv(rows).encode("gb18030")


def bank(*lines, spent=()):
	"""A bank's statement as .xlsx: days as Excel keeps them, sums with thousands separators, a sum below."""
	book = Workbook()
	sheet = book.active
	for row in BANK_HEAD:
		sheet.append(row)
	for number, (day, payer, amount, note, serial) in enumerate(lines, start=1):
		when = datetime.fromisoformat(day) if isinstance(day, str) and len(day) == 10 else day
		sheet.append(
			(number, when, "09:30:00", None, amount, "12,345.67", payer, "6217****1234", "转账", note, serial)
		)
	for day, payer, amount in spent:
		sheet.append(
			(99, date.fromisoformat(day), "10:00:00", amount, None, None, payer, None, "转出", "报刊", "X1")
		)
	sheet.append(("合计", None, None, None, sum(float(str(line[2]).replace(",", "")) for line in lines)))
	content = io.BytesIO()
	book.save(content)
	return content.getvalue()


def _csv(rows):
	text = io.StringIO(newline="")
	csv.writer(text).writerows(rows)
	return text.getvalue()
