/* Every power cut in one process: after each run, the flash is put back and the next operation is cut. */
#ifndef SWEEP_H
#define SWEEP_H

/* Judges the run that ends and starts the next one. Returns when there is no sweep. */
void sweep_next(int alive);

/* At the start of each run: puts the flash back. The application must not do that to itself. */
void sweep_begin(void);

#endif
