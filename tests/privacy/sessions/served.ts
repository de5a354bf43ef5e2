export interface Served {
  type: string;
  body: string | Buffer;
}
