import type { Random } from './random.ts';

const firstNames = words(
  'Anna Jonas Mia Lukas Emma Felix Sofia Paul Lea Max Clara Noah Ida Elias Marta Anton Greta Oskar Lina Karl',
  'Aylin Mehmet Elif Emre Zofia Piotr Agnieszka Tomasz Giulia Marco Chiara Luca Inés Pablo Camille Hugo',
  'Saoirse Liam Olivia Jack Ingrid Lars Freja Mikkel Priya Arjun Mei Wei Yuki Haruto Amina Omar Fatima Yusuf',
  'Zoë René Jürgen Käthe Søren Åsa Renate Heinz Birgit Uwe',
);
const lastNames = words(
  'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf',
  'Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler Maier Huber',
  'Yılmaz Kaya Demir Nowak Kowalski Wiśniewska Rossi Bianchi Ferrari García López Martín Dubois Laurent',
  "O'Brien Murphy Smith Taylor Johansson Lindqvist Hansen Nielsen Sharma Patel Chen Wang Tanaka Sato",
  'Haddad Nasser Novák Horváth Popescu Petrov Ivanova van-Dijk de-Vries Jansen Peeters Grünwald Weiß',
);

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}

/** A person's made-up name. In the lists a hyphen stands for the space within a name. */
export function personName(random: Random): string {
  return `${random.pick(firstNames)} ${random.pick(lastNames)}`.replace('-', ' ');
}
