"""Personal data (个人信息): what is kept about whom, under which key, and for how long."""
