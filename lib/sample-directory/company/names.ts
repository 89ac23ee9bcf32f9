/**
 * Names by language. `given` and `family` are separated by spaces; a name in another script carries its Latin form after a
 * slash, from which sign-in name and mail address are made.
 */
export type NamePool = { language: string; weight: number; given: string; family: string; familyFirst?: boolean }

export const namePools: readonly NamePool[] = [
  {
    language: 'en',
    weight: 20,
    given:
      'Olivia Amelia Grace Charlotte Emily Hannah Sophie Lucy Jack Oliver Harry George Noah Thomas James William Aaron Beth',
    family:
      "Smith Jones Taylor Brown Williams Wilson Johnson Davies Wright Walker Hughes Green Hall Wood Clarke Baker O'Brien O'Neil",
  },
  {
    language: 'de',
    weight: 18,
    given:
      'Anna Lena Marie Katharina Jürgen Björn Günther Jörg Käthe Sören Lukas Felix Maximilian Sabine Ute Heike Stefan Matthias',
    family:
      'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schäfer Köhler Groß Weiß Jäger Krüger Böhm Vogel Frank Huber',
  },
  {
    language: 'pl',
    weight: 12,
    given:
      'Małgorzata Katarzyna Agnieszka Łucja Zofia Paweł Michał Łukasz Grzegorz Stanisław Wojciech Jakub Bożena Jadwiga Rafał',
    family: 'Nowak Wójcik Kowalczyk Woźniak Mazur Król Żak Wróbel Stępień Pająk Gołąb Dudek Świątek Sikora Łuczak',
  },
  {
    language: 'fr',
    weight: 8,
    given: 'Chloé Zoé Héloïse Inès Manon Jean-Luc François René Étienne Loïc Mathéo Gaël Anaïs Benoît Cécile',
    family:
      'Martin Bernard Dubois Lefèvre Moreau Laurent Garçon Françoise Bélanger Dupré Rousseau Gauthier Chevalier Forêt Besançon',
  },
  {
    language: 'es',
    weight: 8,
    given: 'Lucía María José Ángel Iñaki Begoña Sofía Martín Andrés Nuria Raúl Inés Jesús Óscar Belén',
    family:
      'García Fernández González Rodríguez López Martínez Sánchez Pérez Núñez Muñoz Ibáñez Peña Ortiz Vázquez Echeverría',
  },
  {
    language: 'pt',
    weight: 6,
    given: 'João Inês Conceição Luís Beatriz Mariana Gonçalo Tomás Rita Simão Catarina Duarte',
    family: 'Silva Santos Ferreira Pereira Oliveira Gonçalves Simões Araújo Magalhães Assunção Brandão Leitão',
  },
  {
    language: 'nordic',
    weight: 7,
    given: 'Søren Åsa Bjørn Ingrid Sigrún Þórdís Mårten Øyvind Linnéa Jón Aino Väinö Freyja Håkon',
    family: 'Hansen Sørensen Ødegård Lindqvist Åkesson Blöndal Mäkinen Virtanen Nygård Bjørnstad Lindström Hämäläinen',
  },
  {
    language: 'cs',
    weight: 5,
    given: 'Tomáš Jiří Ondřej Kateřina Lenka Zdeněk Vojtěch Šárka Lukáš Žofie',
    family: 'Krejčí Kočí Janů Petrů Martinů Tesařů Jirků',
  },
  {
    language: 'tr',
    weight: 4,
    given: 'Ayşe Mehmet Gülşen İbrahim Çağla Işıl Ömer Tuğba Yiğit Şebnem',
    family: 'Yılmaz Kaya Çelik Şahin Öztürk Aydın Doğan Kılıç Güneş İnan',
  },
  {
    language: 'vi',
    weight: 3,
    given: 'Minh Hương Tuấn Phượng Đức Thảo Quỳnh Dũng',
    family: 'Nguyễn Trần Lê Phạm Hoàng Đặng Bùi Đỗ',
  },
  {
    language: 'el',
    weight: 2,
    given: 'Γιώργος/Giorgos Ελένη/Eleni Νίκος/Nikos Μαρία/Maria Δημήτρης/Dimitris',
    family: 'Νικολάου/Nikolaou Γεωργίου/Georgiou Οικονόμου/Oikonomou',
  },
  {
    language: 'uk',
    weight: 3,
    given: 'Олена/Olena Андрій/Andrii Наталія/Nataliia Тарас/Taras Ірина/Iryna Сергій/Serhii',
    family: 'Шевченко/Shevchenko Коваленко/Kovalenko Бондаренко/Bondarenko Ткачук/Tkachuk Мельник/Melnyk',
  },
  {
    language: 'ja',
    weight: 2,
    given: '花子/Hanako 健/Ken 陽子/Yoko 翔太/Shota 美咲/Misaki',
    family: '佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 渡辺/Watanabe',
    familyFirst: true,
  },
  {
    language: 'zh',
    weight: 2,
    given: '伟/Wei 芳/Fang 娜/Na 秀英/Xiuying 强/Qiang 静/Jing',
    family: '王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen',
    familyFirst: true,
  },
  {
    language: 'ar',
    weight: 1,
    given: 'محمد/Mohammed فاطمة/Fatima أحمد/Ahmed ليلى/Layla',
    family: 'حداد/Haddad منصور/Mansour خوري/Khoury',
  },
  {
    language: 'hi',
    weight: 2,
    given: 'Priya Rahul Ananya Vikram अंजलि/Anjali Sanjay',
    family: 'Sharma Patel Iyer Reddy Banerjee शर्मा/Sharma',
  },
]

const letters: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

/** The ASCII form of a Latin name, as administrators write sign-in names and addresses: `Łukasz Groß` becomes `lukaszgross`. */
export function asciiName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßłøđðþæœı]/g, letter => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9-]/g, '')
}
