export interface Product {
  slug: string;
  name: string;
  /** What its page is headed with: no link of the shop says the same. */
  heading: string;
  line: string;
  pricePounds: number;
  image: string;
}

export const PRODUCTS: readonly Product[] = [
  {
    slug: "ridge-40",
    name: "Ridge 40",
    heading: "Ridge 40 pack",
    line: "A 40-litre pack for two nights out. 1.2 kg.",
    pricePounds: 149,
    image: "ridge-40",
  },
  {
    slug: "fell-28",
    name: "Fell 28",
    heading: "Fell 28 day pack",
    line: "A 28-litre pack for long days. 0.8 kg.",
    pricePounds: 99,
    image: "fell-28",
  },
  {
    slug: "tarn-lamp",
    name: "Tarn lamp",
    heading: "Tarn lamp, warm light",
    line: "Forty hours of light from one charge.",
    pricePounds: 32,
    image: "tarn-lamp",
  },
];
