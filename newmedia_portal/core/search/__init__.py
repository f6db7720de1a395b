"""One search over everything that the apps register (全站搜索): names, numbers, pinyin and links, under the rights."""
