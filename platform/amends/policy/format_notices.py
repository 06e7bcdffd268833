"""What the earlier format had no letters for: organisations that wrote none yet get these, as the foundation had them
when the format changed.
"""

from __future__ import annotations

from amends.policy.events import Event

LATER_NOTICES: dict[str, dict[str, object]] = {
    Event.ESCALATED: {
        "subject": {
            "zh": "【升级】{no} {category}/{level}：{reason}",
            "en": "[Escalated] {no} {category}/{level}: {reason}",
        },
        "body": {
            "zh": """\
{name}，您好：

投诉{no}（{category}，{level}）需要您关注：{reason}
责任部门：{dept}，责任人：{owner}，最近的时限：{due}。

请打开查看：{link}

{organisation}""",
            "en": """\
Dear {name},

Complaint {no} ({category}, {level}) needs your attention. {reason}
Department: {dept}. Responsible: {owner}. The next promise is due {due}.

Open it here: {link}

{organisation}""",
        },
    },
    Event.EXTENSION: {
        "free_paragraph": True,
        "subject": {
            "zh": "投诉{no}的答复时间有调整",
            "en": "A new date for our answer on complaint {no}",
        },
        "body": {
            "zh": """\
{name}，您好：

因{reason}，投诉{no}的答复时间由{old}调整为{new}，谨致歉意。我们会继续抓紧处理，一有结果即刻告知您。

您也可以：
{recourse}

进度查询：{link}

{organisation}""",
            "en": """\
Dear {name},

Because {reason}, our answer on complaint {no} moves from {old} to {new}. We apologise. We are still working on it and will tell you as soon as we know the result.

You may also:
{recourse}

Status: {link}

{organisation}""",
        },
    },
    Event.SURVEY: {
        "subject": {
            "zh": "请评价投诉{no}的处理",
            "en": "How did we handle complaint {no}?",
        },
        "body": {
            "zh": """\
{name}，您好：

投诉{no}已办结。请用一分钟评价我们的处理：速度、态度、结果、沟通和总体满意度（1至5分），也欢迎写下您的建议：
{link}

您的评价只用于改进服务，不影响已作出的处理。

{organisation}""",
            "en": """\
Dear {name},

Complaint {no} is closed. Please take a minute to rate how we handled it: speed, attitude, result, communication and overall (1 to 5). Suggestions are welcome too:
{link}

Your answers serve to improve our service and change nothing in what was decided.

{organisation}""",
        },
    },
    Event.RETURN_VISIT: {
        "subject": {
            "zh": "关于投诉{no}的回访",
            "en": "Following up on complaint {no}",
        },
        "body": {
            "zh": """\
{name}，您好：

我们回访投诉{no}的处理效果：问题是否已经解决？您还有什么意见和建议？我们将于{date}前与您联系，您也可以在查询页面留言：
{link}

{organisation}""",
            "en": """\
Dear {name},

We are following up on complaint {no}: is the problem solved? Is there anything you would suggest? We will contact you by {date}; you can also write to us on your tracking page:
{link}

{organisation}""",
        },
    },
    Event.SECOND_STAGE: {
        "subject": {
            "zh": "您的投诉{no}已转入复核",
            "en": "Your complaint {no} is looked at again",
        },
        "body": {
            "zh": """\
{name}，您好：

得知您对投诉{no}的处理结果不满意，我们已转交{reviewer}复核。复核人未参与此前的处理，将于{date}前给您答复。

如有新的材料或意见，欢迎随时提供：{link}

{organisation}""",
            "en": """\
Dear {name},

You told us that you are not satisfied with the result of complaint {no}. {reviewer}, who took no part before, is looking at it again and will answer by {date}.

New material and opinions are welcome at any time: {link}

{organisation}""",
        },
    },
    Event.RECORDING: {
        "subject": {
            "zh": "{organisation}：录音与个人信息告知",
            "en": "{organisation}: recording and personal data",
        },
        "body": {
            "zh": """\
为处理您的投诉，本次通话将被录音。我们收集{data}，用于{purpose}，保存{period}。您可以查阅、更正、删除您的个人信息，请联系{contact}。

{organisation}""",
            "en": """\
This call is recorded so that we can handle your complaint. We collect {data} for {purpose} and keep it {period}. You may see, correct or delete your personal data: please contact {contact}.

{organisation}""",
        },
    },
    Event.MAJOR: {
        "subject": {
            "zh": "【重大】{no} {summary}",
            "en": "[MAJOR] {no}: {summary}",
        },
        "body": {
            "zh": """\
{name}，您好：

投诉{no}（{category}，{level}）属于重大投诉：{summary}。

请立即启动{plan}：{link}

{organisation}""",
            "en": """\
Dear {name},

Complaint {no} ({category}, {level}) is a major one: {summary}.

Start {plan} now: {link}

{organisation}""",
        },
    },
    Event.STAFF_CONCERNED: {
        "subject": {
            "zh": "请就投诉{no}说明情况",
            "en": "Your account of complaint {no}, please",
        },
        "body": {
            "zh": """\
{name}，您好：

投诉{no}涉及您：{matter}。请于{date}前说明情况并提供相关材料：{link}

您的说明与投诉人的陈述同等对待，处理进展会告知您。查清事实与纪律处分分开进行；如对处分有异议，您可以申诉。

{organisation}""",
            "en": """\
Dear {name},

Complaint {no} concerns you: {matter}. Please give your account by {date}, with anything that supports it: {link}

It weighs as much as what the complainant says, and you will be told how the case goes on. Finding the facts and discipline are separate; you may appeal against any penalty.

{organisation}""",
        },
    },
    Event.REPORT: {
        "subject": {
            "zh": "{month}投诉报告",
            "en": "Complaint report, {month}",
        },
        "body": {
            "zh": """\
{name}，您好：

{organisation}{month}共登记投诉{count}件。

一、类别：{by_type}
二、原因：{causes}
三、处理结果：{results}
四、改进措施：{actions}

详情请见：{link}""",
            "en": """\
Dear {name},

In {month}, {count} complaints were registered at {organisation}.

1. Kinds: {by_type}
2. Causes: {causes}
3. Results: {results}
4. Improvements: {actions}

Details: {link}""",
        },
    },
}
