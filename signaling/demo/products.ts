export interface Product {
  /** Names its address, `/products/SLUG`, and its picture. */
  slug: string;
  name: string;
  /** What its page is headed with: no link of the shop says the same. */
  heading: string;
  line: string;
  pricePounds: number;
  ratingOfFive: number;
  reviewsCount: number;
  /** Which page shows it: a pack comes in colours and sizes, an article does not. */
  page: "pack" | "article";
  facts: ReadonlyArray<readonly [name: string, value: string]>;
  /** Slugs of what goes well with it. */
  goesWith: readonly string[];
}

export const PRODUCTS: readonly Product[] = [
  {
    slug: "ridge-40",
    name: "Ridge 40",
    heading: "Ridge 40 pack",
    line: "A 40-litre pack for two nights out. 1.2 kg.",
    pricePounds: 149,
    ratingOfFive: 4.7,
    reviewsCount: 212,
    page: "pack",
    facts: [
      ["Volume", "40 litres, roll top"],
      ["Weight", "1.2 kg"],
      ["Fabric", "Recycled nylon, 210 D"],
      ["Repairs", "Free for ten years"],
    ],
    goesWith: ["rain-cover", "tarn-lamp", "stuff-sacks"],
  },
  {
    slug: "fell-28",
    name: "Fell 28",
    heading: "Fell 28 day pack",
    line: "A 28-litre pack for long days, in rust and one size. 0.8 kg.",
    pricePounds: 99,
    ratingOfFive: 4.5,
    reviewsCount: 87,
    page: "article",
    facts: [
      ["Volume", "28 litres, zip top"],
      ["Weight", "0.8 kg"],
      ["Fabric", "Recycled nylon, 100 D"],
      ["Repairs", "Free for ten years"],
    ],
    goesWith: ["tarn-lamp", "stuff-sacks"],
  },
  {
    slug: "tarn-lamp",
    name: "Tarn lamp",
    heading: "Tarn lamp, warm light",
    line: "Forty hours of light from one charge.",
    pricePounds: 32,
    ratingOfFive: 4.8,
    reviewsCount: 340,
    page: "article",
    facts: [
      ["Light", "120 lumens, dims to 5"],
      ["Weight", "140 g"],
      ["Charge", "Three hours, USB-C"],
      ["Repairs", "Free for ten years"],
    ],
    goesWith: ["ridge-40", "stuff-sacks"],
  },
  {
    slug: "rain-cover",
    name: "Rain cover 40 l",
    heading: "Rain cover for 40 litres",
    line: "Over the pack in ten seconds, dry in twenty minutes.",
    pricePounds: 19,
    ratingOfFive: 4.2,
    reviewsCount: 58,
    page: "article",
    facts: [
      ["Fits", "35 to 45 litres"],
      ["Weight", "90 g"],
      ["Fabric", "Recycled nylon, 30 D"],
      ["Repairs", "Free for ten years"],
    ],
    goesWith: ["ridge-40", "stuff-sacks"],
  },
  {
    slug: "stuff-sacks",
    name: "Stuff sack set",
    heading: "Stuff sacks, three sizes",
    line: "Clothes, kitchen and a place for wet things.",
    pricePounds: 24,
    ratingOfFive: 4.6,
    reviewsCount: 131,
    page: "article",
    facts: [
      ["Sizes", "3, 6 and 12 litres"],
      ["Weight", "105 g together"],
      ["Fabric", "Recycled nylon, 70 D"],
      ["Repairs", "Free for ten years"],
    ],
    goesWith: ["ridge-40", "rain-cover"],
  },
];
