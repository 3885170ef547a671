// Columns loaded from the server: places (best bureau first), and the values of one measure in the same order.
const loaded = new Map();

async function get(url) {
  if (!loaded.has(url)) {
    loaded.set(url, fetch(url, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${url}`);
      return answer.json();
    }));
    loaded.get(url).catch(() => loaded.delete(url));  // asked again next time
  }
  return loaded.get(url);
}

export async function places(url) {
  const columns = await get(url);
  const { code, number, name, territory, territories, lon, lat, rank } = columns;
  const index = new Map(code.map((one, i) => [one, i]));
  return {
    ...columns, index, count: code.length,
    held: new Set(columns.held), weak: new Set(columns.weak),
    byRank: new Map(rank.map((one, i) => [one, i])),
    territoryOf: (i) => territories[territory[i]] ?? "",
    point: (one) => [lon[index.get(one)], lat[index.get(one)]],
    boundsOf(indexes) {
      const box = [180, 90, -180, -90];
      for (const i of indexes) { box[0] = Math.min(box[0], lon[i]); box[1] = Math.min(box[1], lat[i]); box[2] = Math.max(box[2], lon[i]); box[3] = Math.max(box[3], lat[i]); }
      return box;
    },
    labels: () => ({ type: "FeatureCollection", features: code.map((one, i) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon[i], lat[i]] }, properties: { label: number[i], rank: rank[i] } })) }),
    title: (i) => [number[i], name[i]],
  };
}

export async function values(about) {
  const columns = await get(about.values);
  return {
    ...columns, url: about.values, label: about.label, unit: about.unit, decimals: Number(about.decimals), share: about.share === "1",
    words: new Map(about.steps.split("|").filter(Boolean).map((step) => { const [k, ...word] = step.split(":"); return [Number(k), word.join(":")]; })),
    flags: { held: about.held, weak: about.weak },
  };
}

// Which places match: bits by rank in base 64, null when all do.
export function matchedIndexes(bits, known) {
  if (!bits) return null;
  const bytes = Uint8Array.from(atob(bits), (c) => c.charCodeAt(0));
  const found = new Set();
  for (const [rank, i] of known.byRank) if (bytes[rank >> 3] & (1 << (rank & 7))) found.add(i);
  return found;
}
