"""What a page lacks, or could do better: each module looks at a content from one side and gives findings."""
