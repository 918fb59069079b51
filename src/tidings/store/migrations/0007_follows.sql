-- What readers follow, what was found for them, and the queue of jobs.
SELECT 1;
