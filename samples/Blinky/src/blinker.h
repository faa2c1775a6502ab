/* The LED: it blinks regularly, or sends a text in Morse code. */
#ifndef BLINKER_H
#define BLINKER_H

#include <stdbool.h>

/* Moves the LED on; call every millisecond or so. */
void blinker_run(void);

/* Sends a text in Morse code, then blinks again. False when the text is too long. */
bool blinker_send(const char *text);

#endif
