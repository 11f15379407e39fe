/// Style and script of the HTML report. Neither holds anything of a plan.
enum HTMLPage {
    static let style = """
        :root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --box: #f6f8fa;
          --add: #116329; --add-back: #dafbe1; --remove: #a40e26; --remove-back: #ffebe9; --change: #7d4e00;
          --change-back: #fff8c5; --link: #0550ae; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #30363d;
          --box: #161b22; --add: #7ee787; --add-back: #12261e; --remove: #ffa198; --remove-back: #2d1214; --change: #f2cc60;
          --change-back: #2b2111; --link: #79c0ff; } }
        body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--back); color: var(--text);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; } h3 { font-size: 1rem; margin: .8rem 0 .2rem; }
        .headline { font-size: 1.15rem; font-weight: 600; margin: .2rem 0; }
        code, pre, .sign { font-family: ui-monospace, monospace; font-size: 13px; }
        code, b, .where, .why, .faint, li { overflow-wrap: anywhere; }
        table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .2rem .6rem; text-align: left; }
        .number { text-align: right; } .faint, .why, .where, .count { color: var(--faint); font-weight: normal; }
        .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        #controls { position: sticky; top: 0; z-index: 1; background: var(--back); border-bottom: 1px solid var(--line);
          padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center; }
        details.item { border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 4px; margin: .3rem 0;
          padding: .2rem .6rem; scroll-margin-top: 4rem; }
        details.create, li.add { border-left-color: var(--add); } details.update, details.adopt { border-left-color: var(--change); }
        details.delete, details.replace { border-left-color: var(--remove); }
        details:target { background: var(--box); } summary { cursor: pointer; }
        .create > summary .sign, .add > .sign { color: var(--add); } .update > summary .sign { color: var(--change); }
        .delete > summary .sign, .replace > summary .sign, .remove > .sign { color: var(--remove); } .sign { font-weight: 700; }
        pre { background: var(--box); padding: .5rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
        pre .add { color: var(--add); background: var(--add-back); } pre .remove { color: var(--remove); background: var(--remove-back); }
        pre .change { color: var(--change); background: var(--change-back); } pre .same { color: var(--faint); }
        #security { border: 1px solid var(--line); border-radius: 4px; padding: 0 1rem .5rem; margin-top: 1rem; }
        #security ul { list-style: none; padding: 0; margin: 0; } .risk { color: var(--remove); border: 1px solid; border-radius: 3px; padding: 0 .3rem; }
        .scroll { overflow: auto; max-height: 80vh; border: 1px solid var(--line); }
        svg path { fill: none; stroke: var(--faint); stroke-opacity: .5; }
        svg path.near { stroke: var(--link); stroke-opacity: 1; stroke-width: 2.5; }
        svg rect { fill: var(--box); stroke: var(--faint); } svg text { fill: var(--text); font: 12px ui-monospace, monospace; }
        svg .create rect { stroke: var(--add); } svg .update rect, svg .adopt rect { stroke: var(--change); } svg .delete rect { stroke: var(--remove); }
        svg a:focus rect, svg a:hover rect { stroke-width: 3; }
        [hidden] { display: none !important; }
        @media print { #controls, .skip { display: none; } .scroll { overflow: visible; max-height: none; border: 0; }
          svg { max-width: 100%; height: auto; } details.item { break-inside: avoid; } body { max-width: none; } }
        """

    static let script = """
        'use strict';
        (function () {
          const items = Array.from(document.querySelectorAll('details.item'));
          const search = document.getElementById('search'), shown = document.getElementById('shown');
          const boxes = Array.from(document.querySelectorAll('input[name=kind]'));
          const none = document.getElementById('none');
          const texts = items.map(function (item) { return item.textContent.toLowerCase(); });
          function filter() {
            const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const kinds = new Set(boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; }));
            let count = 0;
            items.forEach(function (item, index) {
              const fits = kinds.has(item.dataset.kind) && words.every(function (word) { return texts[index].includes(word); });
              item.hidden = !fits;
              if (fits) { count += 1; }
            });
            none.hidden = count > 0;
            shown.textContent = count === items.length ? '' : count + ' of ' + items.length + ' shown';
          }
          function each(open) { items.forEach(function (item) { if (!item.hidden) { item.open = open; } }); }
          function reveal() {
            const target = /^#r\\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
            if (!target) { return; }
            target.hidden = false;
            target.open = true;
            target.querySelector('summary').focus({ preventScroll: true });
            target.scrollIntoView();
          }
          if (search) {
            document.getElementById('controls').addEventListener('submit', function (event) { event.preventDefault(); });
            search.addEventListener('input', filter);
            boxes.forEach(function (box) { box.addEventListener('change', filter); });
            document.getElementById('open').addEventListener('click', function () { each(true); });
            document.getElementById('close').addEventListener('click', function () { each(false); });
            document.addEventListener('keydown', function (event) {
              if (event.key === '/' && event.target !== search) { event.preventDefault(); search.focus(); }
              if (event.key === 'Escape' && event.target === search) { search.value = ''; filter(); }
            });
          }
          document.querySelectorAll('svg a').forEach(function (node) {
            const name = node.dataset.node;
            const edges = 'svg path[data-from="' + name + '"], svg path[data-to="' + name + '"]';
            function mark(near) {
              return function () {
                document.querySelectorAll(edges).forEach(function (edge) { edge.classList.toggle('near', near); });
              };
            }
            node.addEventListener('mouseenter', mark(true));
            node.addEventListener('mouseleave', mark(false));
            node.addEventListener('focus', mark(true));
            node.addEventListener('blur', mark(false));
          });
          let closed = [];
          window.addEventListener('beforeprint', function () {
            closed = items.filter(function (item) { return !item.open; });
            closed.forEach(function (item) { item.open = true; });
          });
          window.addEventListener('afterprint', function () { closed.forEach(function (item) { item.open = false; }); });
          window.addEventListener('hashchange', reveal);
          reveal();
        })();
        """
}
