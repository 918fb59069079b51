-- Which words of a refused sentence were at fault, and what the article has instead.

ALTER TABLE answer_claims
    ADD COLUMN said  text NOT NULL DEFAULT '',
    ADD COLUMN found text NOT NULL DEFAULT '';
