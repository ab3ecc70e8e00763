"""What plants earn, and whether what is built pays.

- `prices`: `Quotation`, `PriceDeck`, `price_deck`, `ElementSplit`, `basket_of`: what they sell for.
- `terms`: `ProjectTerms`: what buyers pay, tolls, capital, years, scale and taxes.
"""
